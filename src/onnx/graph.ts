// Writes ONNX graphs, one node a call; what comes back names the value for the next call. Weights stay where they are:
// the graph points into the safetensors file (external data); only quantised ones are put into it. Knows operators, not
// Transformers.
// Operators: https://onnx.ai/onnx/operators, opset 20; MatMulNBits is onnxruntime's own:
// https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md
import onnxProto from 'onnx-proto';
import { ELEMENT_BYTES, type TensorEntry } from '../checkpoint/safetensors.ts';
import type { Precision } from '../contract/engineOptions.ts';
import {
  type Attribute,
  attributeProto,
  type Dimension,
  type ElementType,
  external,
  namesOf,
  quantisedInitializers,
  valueInfo,
} from './messages.ts';
import { BLOCK_SIZE, type Quantised, type QuantisedMatrix } from './quantise.ts';

const { onnx } = onnxProto;
const { DataType } = onnx.TensorProto;
const IR_VERSION = 8;
const OPSET = 20;
const CONTRIB = 'com.microsoft';
const CONTRIB_OPSET = 1;
/**
 * What MatMulNBits may round x to: 4 = 8 bits a block, on the processor's integer units; 1 = not at all. With it a token of
 * 238 million weights takes 13 ms instead of 214 (int8) or 99 (int4). On the first embedded model logits are off by 0.037 instead
 * of 0.020 (root mean square) with int8, by 0.276 instead of 0.273 with int4.
 */
const ACCURACY_LEVEL = 4;

/** The name of a value in the graph. */
export type Value = string & { readonly graph: 'value' };

export class Graph {
  /**
   * Of weights. They stand before all other nodes: of two that a node needs, onnxruntime runs the one that stands
   * further back first, so that a weight is widened when it is used and not when the block begins.
   */
  readonly #widenings: onnxProto.onnx.INodeProto[] = [];
  readonly #nodes: onnxProto.onnx.INodeProto[] = [];
  readonly #initializers: onnxProto.onnx.ITensorProto[] = [];
  readonly #inputs: onnxProto.onnx.IValueInfoProto[] = [];
  readonly #outputs: onnxProto.onnx.IValueInfoProto[] = [];
  readonly #outputNames = new Map<string, string>();
  readonly #weights = new Map<string, Value>();
  readonly #inPlace = new Set<TensorEntry>();
  /** The tensors of the checkpoint that the graph uses. */
  readonly tensors = new Set<TensorEntry>();
  /** How matrices are kept in memory; see linear.ts. */
  readonly precision: Precision;
  /** What encode() is to be given. */
  readonly quantised: QuantisedMatrix[] = [];

  constructor(precision: Precision = 'float32') {
    this.precision = precision;
  }

  input(name: string, type: ElementType, shape: readonly Dimension[]): Value {
    this.#inputs.push(valueInfo(name, type, shape));
    return name as Value;
  }

  /** Makes what a node computed readable from outside, under this name. Outputs nobody fetches cost nothing. */
  output(name: string, value: Value, shape: readonly Dimension[]): void {
    this.#outputNames.set(value, name);
    this.#outputs.push(valueInfo(name, 'float32', shape));
  }

  /** A tensor of the checkpoint, in place; half precision is widened by the session. Tied ones come once. */
  weight(tensor: TensorEntry): Value {
    const value = this.#weights.get(tensor.name) ?? this.#widened(tensor, this.#stored(tensor));
    this.#weights.set(tensor.name, value);
    return value;
  }

  /** Rows of a tensor of the checkpoint: [rows, width]. Of half precision only these are widened, not the whole table. */
  rowsOf(tensor: TensorEntry, rows: Value): Value {
    const found = this.lookUp(this.#stored(tensor), rows);
    return tensor.dtype === 'F32' ? found : this.node('Cast', [found], { to: DataType.FLOAT });
  }

  /** `count` rows of a matrix from `first` on, in place: [count, width]. Half precision is widened. */
  rowsFrom(tensor: TensorEntry, first: number, count: number): Value {
    this.tensors.add(tensor);
    const width = tensor.shape[1];
    const rowBytes = width * ELEMENT_BYTES[tensor.dtype];
    const name = `${tensor.name}[${first}:${first + count}]` as Value;
    const place = { offset: tensor.offset + first * rowBytes, bytes: count * rowBytes };
    this.#initializers.push(external(name, { ...tensor, ...place, shape: [count, width] }));
    return this.#widened(tensor, name);
  }

  #widened({ dtype }: TensorEntry, stored: Value): Value {
    if (dtype === 'F32') return stored;
    const widened = `${stored} widened` as Value;
    const attribute = [attributeProto('to', DataType.FLOAT)];
    this.#widenings.push({ opType: 'Cast', input: [stored], output: [widened], attribute });
    return widened;
  }

  #stored(tensor: TensorEntry): Value {
    if (this.#inPlace.has(tensor)) return tensor.name as Value;
    this.#inPlace.add(tensor);
    this.tensors.add(tensor);
    this.#initializers.push(external(tensor.name, tensor));
    return tensor.name as Value;
  }

  scalar(value: number): Value {
    return this.#constant({ dims: [], dataType: DataType.FLOAT, floatData: [value] });
  }

  integers(values: readonly number[]): Value {
    return this.#constant({ dims: [values.length], dataType: DataType.INT64, int64Data: [...values] });
  }

  node(operator: string, inputs: readonly Value[], attributes: Readonly<Record<string, Attribute>> = {}): Value {
    return this.nodes(operator, inputs, attributes, 1)[0];
  }

  /** An operator with several outputs. */
  nodes(
    operator: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>>,
    outputs: number,
  ): Value[] {
    return this.#push({ opType: operator, input: [...inputs] }, attributes, outputs);
  }

  #push(node: onnxProto.onnx.INodeProto, attributes: Readonly<Record<string, Attribute>>, outputs: number): Value[] {
    const names = Array.from({ length: outputs }, (_, i) => `${node.opType}_${this.#nodes.length}_${i}` as Value);
    const attribute = Object.entries(attributes).map(([name, value]) => attributeProto(name, value));
    this.#nodes.push({ ...node, output: names, attribute });
    return names;
  }

  /** The model as bytes; weights are found in the folder where their safetensors files are stored. `quantised`: as listed. */
  encode(name: string, quantised: readonly Quantised[] = []): Uint8Array {
    // Renamed here and not by Identity nodes, which would copy every output, also those that nobody fetches.
    const renamed = (value: string) => this.#outputNames.get(value) ?? value;
    const node = [...this.#widenings, ...this.#nodes].map(({ input, output, ...rest }) => ({
      ...rest,
      input: input?.map(renamed),
      output: output?.map(renamed),
    }));
    const initializers = this.quantised.flatMap((matrix, i) => quantisedInitializers(matrix, quantised[i]));
    return onnx.ModelProto.encode({
      irVersion: IR_VERSION,
      producerName: 'tokenscope',
      opsetImport: [
        { domain: '', version: OPSET },
        ...(quantised.length ? [{ domain: CONTRIB, version: CONTRIB_OPSET }] : []),
      ],
      graph: {
        name,
        node,
        initializer: [...this.#initializers, ...initializers],
        input: this.#inputs,
        output: this.#outputs,
      },
    }).finish();
  }

  // The operators the architectures use, named as in the papers.

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

  /** x · W + b, or x · Wᵀ + b; b is of one row, or of as many as x has. */
  gemm(x: Value, weight: Value, { transposed, bias }: { readonly transposed: boolean; readonly bias?: Value }): Value {
    const inputs = bias === undefined ? [x, weight] : [x, weight, bias];
    return this.node('Gemm', inputs, transposed ? { transB: 1 } : {});
  }

  /** x · Wᵀ + b, with W in so many bits. */
  matMulNBits(x: Value, matrix: QuantisedMatrix, bias?: Value): Value {
    this.tensors.add(matrix.tensor);
    this.quantised.push(matrix);
    const { packed, scales } = namesOf(matrix);
    const input = [x, packed, scales, ...(bias === undefined ? [] : ['', '', bias])];
    const { inputs: K, outputs: N, bits } = matrix;
    const attributes = { K, N, bits, block_size: BLOCK_SIZE, accuracy_level: ACCURACY_LEVEL };
    return this.#push({ opType: 'MatMulNBits', domain: CONTRIB, input }, attributes, 1)[0];
  }

  /** Rows of a table. */
  lookUp(table: Value, rows: Value): Value {
    return this.node('Gather', [table, rows], { axis: 0 });
  }

  /** Ba, Kiros and Hinton 2016, https://arxiv.org/abs/1607.06450 */
  layerNorm(x: Value, gain: Value, bias: Value, epsilon: number): Value {
    return this.node('LayerNormalization', [x, gain, bias], { axis: -1, epsilon: { float: epsilon } });
  }

  /** x / √(mean(x²) + ε), times the gain. Zhang and Sennrich 2019, https://arxiv.org/abs/1910.07467 */
  rmsNorm(x: Value, gain: Value, epsilon: number): Value {
    // onnxruntime's own name for it; the standard's RMSNormalization came with opset 23.
    return this.node('SimplifiedLayerNormalization', [x, gain], { axis: -1, epsilon: { float: epsilon } });
  }

  softmax(x: Value): Value {
    return this.node('Softmax', [x], { axis: -1 });
  }

  /** Keeps x within ±cap: cap · tanh(x / cap). Gemma 2, §2, https://arxiv.org/abs/2408.00118 */
  softCap(x: Value, cap: number): Value {
    return this.multiply(this.node('Tanh', [this.multiply(x, this.scalar(1 / cap))]), this.scalar(cap));
  }

  /** A copy, for an input that is to be an output too. */
  same(x: Value): Value {
    return this.node('Identity', [x]);
  }

  concat(values: readonly Value[], axis: number): Value {
    return this.node('Concat', values, { axis });
  }

  /** Into equal parts along the axis. */
  split(x: Value, parts: number, axis: number): Value[] {
    return this.nodes('Split', [x], { axis, num_outputs: parts }, parts);
  }

  /** Into parts of widths known at run time. */
  splitAt(x: Value, widths: Value, parts: number, axis: number): Value[] {
    return this.nodes('Split', [x, widths], { axis }, parts);
  }

  /** 0 keeps a size, -1 takes what is left. */
  reshape(x: Value, shape: readonly number[]): Value {
    return this.node('Reshape', [x, this.integers(shape)]);
  }

  transpose(x: Value, axes: readonly number[]): Value {
    return this.node('Transpose', [x], { perm: axes });
  }

  #constant(tensor: onnxProto.onnx.ITensorProto): Value {
    const name = `constant_${this.#initializers.length}` as Value;
    this.#initializers.push({ ...tensor, name });
    return name;
  }
}
