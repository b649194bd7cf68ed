// Writes ONNX graphs: a call adds a node and returns the name of its output, which later calls take as an input.
// Weights stay where they are: a graph points into the safetensors file (external data), and only quantised weights are
// put into it. Knows operators, no Transformer.
// Operators: https://onnx.ai/onnx/operators, opset 20; others are onnxruntime's own:
// https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md
import onnxProto from 'onnx-proto';
import { type TensorEntry, tensorBytes } from '../checkpoint/safetensors.ts';
import type { Precision } from '../contract/engineOptions.ts';
import type { Abilities } from './abilities.ts';
import { keyOf, type MadeTensor } from './madeTensors.ts';
import {
  type Attribute,
  attributeProto,
  CONTRIB,
  type Dimension,
  type ElementType,
  encodedModel,
  external,
  externalRows,
  floatInfo,
  isReadInPlace,
  quantisedInitializers,
  valueInfo,
} from './messages.ts';
import type { Quantised, QuantisedMatrix } from './quantise.ts';
import { newScope, type Scope, scopeIn, withNames } from './scope.ts';

const { DataType } = onnxProto.onnx.TensorProto;
type Initializer = onnxProto.onnx.ITensorProto;

/** The name of a value in the graph: an input, an initializer, or an output of a node. */
export type Value = string & { readonly graph: 'value' };

export class Graph {
  readonly #root: Scope<Value> = newScope();
  /** What nodes are added to: the root, or a branch that is being written. */
  #scope = this.#root;
  #nodeCount = 0;
  readonly #initializers: onnxProto.onnx.ITensorProto[] = [];
  readonly #inputs: onnxProto.onnx.IValueInfoProto[] = [];
  readonly #outputs: onnxProto.onnx.IValueInfoProto[] = [];
  readonly #outputNames = new Map<string, string>();
  /** The tensors that have an initializer already: names of initializers are unique. */
  readonly #inPlace = new Set<TensorEntry>();
  /** The tensors of the checkpoint that the graph uses. */
  readonly tensors = new Set<TensorEntry>();
  /** How matrices are kept in memory; transformer/layers/linear.ts acts on it. */
  readonly precision: Precision;
  /**
   * The bytes of memory that a session keeps for each weight, by the tensor and the form in which it is kept: a table
   * whose rows are looked up and which is quantised for a product is there twice.
   */
  readonly keptBytes = new Map<string, number>();
  /** The matrices that encode() needs quantised, in this order. */
  readonly quantised: QuantisedMatrix[] = [];
  /** The tensors that encode() needs made: onnxruntime cannot read them where they are. */
  readonly made: MadeTensor[] = [];
  /** Whether weights in half precision are widened in every run, tile by tile, and not once for all. */
  widensInRuns = false;
  #hasContrib = false;
  /** What the runtime can do. */
  readonly can: Abilities;

  constructor(precision: Precision = 'float32', can: Abilities = {}) {
    this.precision = precision;
    this.can = can;
  }

  /** Declares what is fed under this name in every run. */
  input(name: string, type: ElementType, shape: readonly Dimension[]): Value {
    this.#inputs.push(valueInfo(name, type, shape));
    return name as Value;
  }

  /** Makes a node's float32 output readable from outside, under this name. It costs nothing unless it is fetched. */
  output(name: string, value: Value, shape: readonly Dimension[]): void {
    this.#outputNames.set(value, name);
    this.#outputs.push(valueInfo(name, 'float32', shape));
  }

  /** A tensor of the checkpoint, in place, as float32: half precision is widened by the session. Bytes stay bytes. */
  weight(tensor: TensorEntry): Value {
    const value = this.#scope.weights.get(tensor.name) ?? this.#widened(tensor, this.#stored(tensor));
    const stays = tensor.dtype === 'F32' || tensor.dtype === 'U8' || this.precision === 'half';
    if (stays && isReadInPlace(tensor)) this.#keepStored(tensor);
    else this.keptBytes.set(`${tensor.name} widened`, tensorBytes('F32', tensor.shape));
    this.#scope.weights.set(tensor.name, value);
    return value;
  }

  /** Some rows of a table of the checkpoint: [rows, width]. Only these are widened, not the whole table. */
  rowsOf(tensor: TensorEntry, rows: Value): Value {
    if (!isReadInPlace(tensor)) return this.lookUp(this.weight(tensor), rows);
    this.#keepStored(tensor);
    const found = this.lookUp(this.#stored(tensor), rows);
    return tensor.dtype === 'F32' ? found : this.toFloat(found);
  }

  /** `count` rows of a matrix from row `first` on, in place, as float32: [count, width] */
  rowsFrom(tensor: TensorEntry, first: number, count: number): Value {
    this.tensors.add(tensor);
    this.widensInRuns = true;
    this.#keepStored(tensor);
    const name = `${tensor.name}[${first}:${first + count}]` as Value;
    this.#initializers.push(externalRows(name, tensor, first, count));
    return this.#widened(tensor, name);
  }

  #widened(tensor: TensorEntry, stored: Value): Value {
    if (tensor.dtype === 'F32' || tensor.dtype === 'U8' || !isReadInPlace(tensor)) return stored;
    const widened = `${stored} widened` as Value;
    const attribute = [attributeProto('to', DataType.FLOAT)];
    // Where weights are not kept half, a session widens them once when it is opened: those of its branches, too.
    const { widenings } = this.precision === 'half' ? this.#scope : this.#root;
    widenings.push({ opType: 'Cast', input: [stored], output: [widened], attribute });
    return widened;
  }

  #keepStored({ name, bytes }: TensorEntry): void {
    this.keptBytes.set(name, bytes);
  }

  #stored(tensor: TensorEntry): Value {
    if (this.#inPlace.has(tensor)) return tensor.name as Value;
    this.#inPlace.add(tensor);
    this.tensors.add(tensor);
    if (isReadInPlace(tensor)) this.#initializers.push(external(tensor.name, tensor));
    else this.made.push({ tensor, form: 'float32' });
    return tensor.name as Value;
  }

  /** A constant without dimensions, which goes with a tensor of any shape. */
  scalar(value: number): Value {
    return this.constant({ dims: [], dataType: DataType.FLOAT, floatData: [value] });
  }

  toFloat(x: Value): Value {
    return this.node('Cast', [x], { to: DataType.FLOAT });
  }

  /** A constant vector, as operators want shapes and widths. [values.length] */
  integers(values: readonly number[]): Value {
    return this.constant({ dims: [values.length], dataType: DataType.INT64, int64Data: [...values] });
  }

  /** Adds a node with one output. Operators and attributes have the names of ONNX's documentation. */
  node(operator: string, inputs: readonly Value[], attributes: Readonly<Record<string, Attribute>> = {}): Value {
    return this.nodes(operator, inputs, attributes, 1)[0];
  }

  /** Adds a node with several outputs, which come in the operator's order. */
  nodes(
    operator: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>>,
    outputs: number,
  ): Value[] {
    return this.#push({ opType: operator, input: [...inputs] }, attributes, outputs);
  }

  #push(node: onnxProto.onnx.INodeProto, attributes: Readonly<Record<string, Attribute>>, outputs: number): Value[] {
    const names = Array.from({ length: outputs }, (_, i) => `${node.opType}_${this.#nodeCount}_${i}` as Value);
    const attribute = Object.entries(attributes).map(([name, value]) => attributeProto(name, value));
    this.#scope.nodes.push({ ...node, output: names, attribute });
    this.#nodeCount++;
    return names;
  }

  /** Values of this branch and of what is around it, by names of their makers' own, to be used again. */
  get once(): Map<string, Value> {
    return this.#scope.once;
  }

  /**
   * One of two branches, chosen when the graph is run: only its nodes are computed, and only its weights are read. Both
   * return as many float32 values, which they must have made themselves; they may use all values made before them.
   */
  either(condition: Value, whenTrue: () => readonly Value[], whenFalse: () => readonly Value[]): Value[] {
    const [thenBranch, elseBranch] = [this.branch(whenTrue), this.branch(whenFalse)];
    const attributes = { then_branch: { graph: thenBranch }, else_branch: { graph: elseBranch } };
    return this.#push({ opType: 'If', input: [condition] }, attributes, thenBranch.output?.length ?? 0);
  }

  /** What `write` adds and returns as a graph of its own, for a node's attribute; loop.ts writes another such node. */
  branch(write: () => readonly Value[]): onnxProto.onnx.IGraphProto {
    const outer = this.#scope;
    const branch = scopeIn(outer);
    this.#scope = branch;
    const output = write().map(floatInfo);
    this.#scope = outer;
    return { name: `branch_${this.#nodeCount}`, node: [...branch.widenings, ...branch.nodes], output };
  }

  /**
   * The model as the bytes of an ONNX file. A session takes them from memory, so that no file is written; as weights
   * are not among them, those of a block are a few KB. `quantised` are the matrices of this.quantised, in that order,
   * and `made` what was made of this.made; their numbers are copied into the bytes.
   */
  encode(name: string, quantised: readonly Quantised[] = [], made: readonly Initializer[] = []): Uint8Array {
    // Outputs get their names here. Identity nodes would copy each of them, also those that are not fetched.
    const renamed = (value: string) => this.#outputNames.get(value) ?? value;
    const node = [...this.#root.widenings, ...this.#root.nodes].map((one) => withNames(one, renamed));
    const initializer = [
      ...this.#initializers,
      ...this.quantised.flatMap((matrix, i) => quantisedInitializers(matrix, quantised[i])),
      ...made,
    ];
    return encodedModel({ name, node, initializer, input: this.#inputs, output: this.#outputs }, this.#hasContrib);
  }

  // The operators that the architectures use, with the names that they have in papers.

  add(a: Value, b: Value): Value {
    return this.node('Add', [a, b]);
  }

  subtract(a: Value, b: Value): Value {
    return this.node('Sub', [a, b]);
  }

  multiply(a: Value, b: Value): Value {
    return this.node('Mul', [a, b]);
  }

  matMul(a: Value, b: Value): Value {
    return this.node('MatMul', [a, b]);
  }

  /** x · W + b, or x · Wᵀ + b if W is stored so: [n, in] → [n, out]. b has one row, or as many as x. */
  gemm(x: Value, weight: Value, { transposed, bias }: { readonly transposed: boolean; readonly bias?: Value }): Value {
    const inputs = bias === undefined ? [x, weight] : [x, weight, bias];
    return this.node('Gemm', inputs, transposed ? { transB: 1 } : {});
  }

  /** Adds a node of one of onnxruntime's own operators, and returns the first of its outputs. */
  contrib(operator: string, input: readonly Value[], attributes: Readonly<Record<string, Attribute>>, outputs = 1) {
    this.#hasContrib = true;
    return this.#push({ opType: operator, domain: CONTRIB, input: [...input] }, attributes, outputs)[0];
  }

  /** Asks for what is made of a tensor, by names of whoever asks, and takes so many bytes of memory. */
  make(made: MadeTensor, bytes: number): void {
    const key = keyOf(made);
    if (this.keptBytes.has(key)) return;
    this.tensors.add(made.tensor);
    this.made.push(made);
    this.keptBytes.set(key, bytes);
  }

  /** Rows of a table by their numbers: [rows, width] */
  lookUp(table: Value, rows: Value): Value {
    return this.node('Gather', [table, rows], { axis: 0 });
  }

  /**
   * (x - mean(x)) / √(variance(x) + ε), times the gain, plus the bias if there is one. Ba, Kiros and Hinton 2016,
   * https://arxiv.org/abs/1607.06450
   */
  layerNorm(x: Value, gain: Value, bias: Value | undefined, epsilon: number): Value {
    const inputs = bias === undefined ? [x, gain] : [x, gain, bias];
    return this.node('LayerNormalization', inputs, { axis: -1, epsilon: { float: epsilon } });
  }

  /** x / √(mean(x²) + ε), times the gain. Zhang and Sennrich 2019, https://arxiv.org/abs/1910.07467 */
  rmsNorm(x: Value, gain: Value, epsilon: number): Value {
    // The name is onnxruntime's own; the standard's operator RMSNormalization came with opset 23.
    return this.node('SimplifiedLayerNormalization', [x, gain], { axis: -1, epsilon: { float: epsilon } });
  }

  /** A copy of x, for a graph with an input that is an output, too. */
  same(x: Value): Value {
    return this.node('Identity', [x]);
  }

  concat(values: readonly Value[], axis: number): Value {
    return this.node('Concat', values, { axis });
  }

  /** Cuts x into equal parts along an axis. */
  split(x: Value, parts: number, axis: number): Value[] {
    return this.nodes('Split', [x], { axis, num_outputs: parts }, parts);
  }

  /** Cuts x along an axis into parts whose widths are known only at run time: int64 [parts]. */
  splitAt(x: Value, widths: Value, parts: number, axis: number): Value[] {
    return this.nodes('Split', [x, widths], { axis }, parts);
  }

  /** In the shape, 0 keeps a size and -1 takes what is left: [n, 768] reshaped to [0, 12, 64] is [n, 12, 64]. */
  reshape(x: Value, shape: readonly number[]): Value {
    return this.node('Reshape', [x, this.integers(shape)]);
  }

  /** Axis i of the result is axis axes[i] of x: [n, heads, d_head] with [1, 0, 2] → [heads, n, d_head] */
  transpose(x: Value, axes: readonly number[]): Value {
    return this.node('Transpose', [x], { perm: axes });
  }

  /** An initializer of any kind; several nodes may ask for one with a name. */
  constant(tensor: Initializer): Value {
    const { name = `constant_${this.#initializers.length}` } = tensor;
    const isThere = tensor.name && this.#initializers.some((other) => other.name === name);
    if (!isThere) this.#initializers.push({ ...tensor, name });
    return name as Value;
  }
}
