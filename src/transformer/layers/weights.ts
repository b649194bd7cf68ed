// Hands the tensors of one part of a checkpoint to a graph, by the names that they have there. Every tensor is asked for
// with the shape that it must have, so that a checkpoint that does not fit is refused before anything runs. The file knows
// no architecture.
import { byteTensor, type Checkpoint, floatTensor } from '../../checkpoint/checkpoint.ts';
import type { TensorEntry } from '../../checkpoint/safetensors.ts';
import { matrixOfStack, rowOfTable } from '../../checkpoint/tensorSlice.ts';
import { storedColumns } from '../../onnx/blockMatrix.ts';
import { blockRows } from '../../onnx/blockRows.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import { keepsBlocks, linear, type WeightMatrix } from './linear.ts';
import { MXFP4_BLOCK, type Mxfp4Matrix } from './mxfp4.ts';
import { madeBy, tensorOf } from './provenance.ts';

export class Weights {
  readonly #g: Graph;
  readonly #checkpoint: Checkpoint;
  readonly #prefix: string;

  private constructor(g: Graph, checkpoint: Checkpoint, prefix: string) {
    this.#g = g;
    this.#checkpoint = checkpoint;
    this.#prefix = prefix;
  }

  /** `base` ('model.') is left out in files of the bare model, without its head. */
  static under(base: string, g: Graph, checkpoint: Checkpoint): Weights {
    const isThere = [...checkpoint.tensors.keys()].some((name) => name.startsWith(base));
    return new Weights(g, checkpoint, isThere ? base : '');
  }

  /** The tensors of a part of this one: in('layers.0.') */
  in(part: string): Weights {
    return new Weights(this.#g, this.#checkpoint, this.#prefix + part);
  }

  /** The whole name of a tensor of this part, whether it is there or not. */
  nameOf(name: string): string {
    return this.#prefix + name;
  }

  has(name: string): boolean {
    return this.#checkpoint.tensors.has(this.nameOf(name));
  }

  /** Fails with tensor-missing, and with tensor-invalid where its shape is another one. */
  tensor(name: string, shape: readonly number[]): Value {
    const tensor = this.#entry(name, shape);
    return madeBy(this.#g, this.#g.weight(tensor), { kind: 'stored', tensor });
  }

  /** The rows of a table that the ids name, as an embedding is looked up: [n] → [n, width] */
  rows(name: string, shape: readonly [rows: number, width: number], ids: Value): Value {
    const table = this.#entry(name, shape);
    const inOrder = storedColumns(table) === undefined;
    return inOrder && keepsBlocks(this.#g, table) ? blockRows(this.#g, table, ids) : this.#g.rowsOf(table, ids);
  }

  /** x Wᵀ + b with W [to, from], as PyTorch's Linear stores it: a row for each output. [n, from] → [n, to] */
  linear(x: Value, name: string, { from, to, bias }: LinearOptions): Value {
    const matrix = this.matrix(`${name}.weight`, [to, from]);
    return this.#linear(x, matrix, bias ? this.tensor(`${name}.bias`, [to]) : undefined);
  }

  /**
   * x W + b with W [from, to], as GPT-2 stores it, the other way round. All methods of quantising turn it before they do.
   * [n, from] → [n, to]
   */
  conv1d(x: Value, name: string, { from, to }: Omit<LinearOptions, 'bias'>): Value {
    const isPacked = this.#checkpoint.tensors.get(this.nameOf(`${name}.weight`))?.packing !== undefined;
    const matrix = isPacked
      ? this.matrix(`${name}.weight`, [to, from])
      : asStored(this.#entry(`${name}.weight`, [from, to]));
    return this.#linear(x, matrix, this.tensor(`${name}.bias`, [to]));
  }

  /** A matrix that linear() may keep in half precision or quantise. [out, in] */
  matrix(name: string, shape: readonly [out: number, inputs: number]): WeightMatrix {
    return { tensor: this.#entry(name, shape), transposed: true };
  }

  /**
   * Layer norm, γ ⊙ (x - mean) / √(variance + ε) + β over each row: whatever its length, a token's vector reaches the next
   * map with mean 0 and variance 1, then gets the gain γ and the bias β that were learned for each component. With γ = 1
   * and β = 0: [1, 3] has mean 2 and variance 1, and becomes [-1, 1]; so does [10, 30].
   * Ba et al. 2016, https://arxiv.org/abs/1607.06450. [n, width] → [n, width]
   */
  layerNorm(x: Value, name: string, { width, epsilon }: NormOptions): Value {
    const [gain, bias] = [this.tensor(`${name}.weight`, [width]), this.tensor(`${name}.bias`, [width])];
    const how = { kind: 'norm', of: x, centred: true, gainOffset: 0, epsilon } as const;
    const tensors = { gain: this.#entry(`${name}.weight`, [width]), bias: this.#entry(`${name}.bias`, [width]) };
    return madeBy(this.#g, this.#g.layerNorm(x, gain, bias, epsilon), { ...how, ...tensors });
  }

  /** Layer norm with β = 0 and none stored: Cohere and MPT do without biases everywhere. */
  layerNormWithoutBias(x: Value, name: string, { width, epsilon }: NormOptions): Value {
    const gain = this.tensor(`${name}.weight`, [width]);
    const tensors = { gain: this.#entry(`${name}.weight`, [width]), bias: undefined };
    const how = { kind: 'norm', of: x, centred: true, gainOffset: 0, epsilon, ...tensors } as const;
    return madeBy(this.#g, this.#g.layerNorm(x, gain, undefined, epsilon), how);
  }

  /**
   * RMS norm, γ ⊙ x / √(mean of x² + ε): layer norm without the mean and without β, which turned out to do as well. With
   * γ = 1: [1, 3] has a root mean square of √5, and becomes [0.45, 1.34].
   * Zhang and Sennrich 2019, §4, https://arxiv.org/abs/1910.07467. [n, width] → [n, width]
   */
  rmsNorm(x: Value, name: string, { width, epsilon }: NormOptions): Value {
    return this.#rmsNorm(x, name, { width, epsilon }, 0);
  }

  /** RMS norm with γ = 1 + what is stored: Gemma stores the gain's distance from 1, so that weight decay pulls it to 1. */
  rmsNormAroundOne(x: Value, name: string, { width, epsilon }: NormOptions): Value {
    return this.#rmsNorm(x, name, { width, epsilon }, 1);
  }

  /** RMS norm of each of the row's equal parts by itself, with a gain for the whole row. [n, width] → [n, width] */
  rmsNormOfParts(x: Value, name: string, { width, epsilon, parts }: NormOptions & { readonly parts: number }): Value {
    if (parts === 1) return this.rmsNorm(x, name, { width, epsilon });
    const each = this.#g.reshape(x, [0, parts, width / parts]);
    const normed = this.bareRmsNorm(each, { width: width / parts, epsilon });
    return this.#g.multiply(this.#g.reshape(normed, [0, width]), this.tensor(`${name}.weight`, [width]));
  }

  /**
   * What rmsNormOfParts() multiplies each component with, γ / √(mean of x² + ε): for whoever holds the norm at the scale that it
   * has for x. [.., width] → [.., width]
   */
  rmsFactorOfParts(x: Value, name: string, { width, epsilon, parts }: NormOptions & { readonly parts: number }): Value {
    const g = this.#g;
    const each = parts === 1 ? x : g.reshape(x, [0, parts, width / parts]);
    const squares = g.node('ReduceSumSquare', [each, g.integers([-1])]); // [.., 1]
    const mean = g.multiply(squares, g.scalar(parts / width));
    const root = g.node('Sqrt', [g.add(mean, g.scalar(epsilon))]);
    const stored = this.tensor(`${name}.weight`, [width]);
    const gain = parts === 1 ? stored : g.reshape(stored, [parts, width / parts]);
    const factor = g.node('Div', [gain, root]);
    return parts === 1 ? factor : g.reshape(factor, [0, width]);
  }

  /** RMS norm with γ = 1, which has no weights. [n, width] → [n, width] */
  bareRmsNorm(x: Value, { width, epsilon }: NormOptions): Value {
    const how = { kind: 'norm', of: x, centred: false, epsilon, ...BARE } as const;
    return madeBy(this.#g, this.#g.rmsNorm(x, this.#filled(width, 1), epsilon), how);
  }

  /** Layer norm with γ = 1 and β = 0, which has no weights. [n, width] → [n, width] */
  bareLayerNorm(x: Value, { width, epsilon }: NormOptions): Value {
    const how = { kind: 'norm', of: x, centred: true, epsilon, ...BARE } as const;
    const [gain, bias] = [this.#filled(width, 1), this.#filled(width, 0)];
    return madeBy(this.#g, this.#g.layerNorm(x, gain, bias, epsilon), how);
  }

  /** factor · x, whatever stands in the checkpoint: a multiplier of config.json. */
  scaled(x: Value, factor: number): Value {
    return madeBy(this.#g, this.#g.multiply(x, this.#g.scalar(factor)), { kind: 'scaling', of: x, factor });
  }

  /** [width] */
  #filled(width: number, value: number): Value {
    return this.#g.node('Expand', [this.#g.scalar(value), this.#g.integers([width])]);
  }

  #rmsNorm(x: Value, name: string, { width, epsilon }: NormOptions, gainOffset: 0 | 1): Value {
    const stored = this.tensor(`${name}.weight`, [width]);
    const gain = gainOffset ? this.#g.add(stored, this.#g.scalar(gainOffset)) : stored;
    const tensors = { gain: this.#entry(`${name}.weight`, [width]), bias: undefined };
    const how = { kind: 'norm', of: x, centred: false, gainOffset, epsilon, ...tensors } as const;
    return madeBy(this.#g, this.#g.rmsNorm(x, gain, epsilon), how);
  }

  /**
   * Matrix number `index` of several that are stored as one tensor: [count, out, in], or [count, in, out] where it is not
   * `transposed`.
   */
  stacked(
    name: string,
    shape: readonly [number, number, number],
    { index, transposed = true }: StackPlace,
  ): WeightMatrix {
    return { tensor: matrixOfStack(this.#entry(name, shape), index), transposed };
  }

  /** Matrix number `index` of several in MXFP4, which are stored as [count, out, in / 32, 16] and [count, out, in / 32]. */
  mxfp4(name: string, [count, out, inputs]: readonly [number, number, number], index: number): Mxfp4Matrix {
    const blocks = Math.ceil(inputs / MXFP4_BLOCK);
    const codes = byteTensor(this.#checkpoint, this.nameOf(`${name}_blocks`), [count, out, blocks, MXFP4_BLOCK / 2]);
    const scales = byteTensor(this.#checkpoint, this.nameOf(`${name}_scales`), [count, out, blocks]);
    const rows = { ...codes, shape: [count, out, (blocks * MXFP4_BLOCK) / 2] };
    return {
      codes: { ...matrixOfStack(rows, index), weights: out * inputs },
      scales: { ...matrixOfStack(scales, index), weights: 0 },
    };
  }

  /** Row number `index` of a table, for instance one of several biases: [rows, width] → [width] */
  row(name: string, shape: readonly [rows: number, width: number], index: number): Value {
    return this.#g.weight(rowOfTable(this.#entry(name, shape), index));
  }

  #linear(x: Value, matrix: WeightMatrix, bias: Value | undefined): Value {
    const how = { kind: 'linear', of: x, matrix, bias: bias && tensorOf(this.#g, bias) } as const;
    return madeBy(this.#g, linear(this.#g, x, matrix, bias), how);
  }

  #entry(name: string, shape: readonly number[]): TensorEntry {
    return floatTensor(this.#checkpoint, this.#prefix + name, shape);
  }
}

const BARE = { gain: undefined, gainOffset: 0, bias: undefined } as const;

interface StackPlace {
  readonly index: number;
  /** As PyTorch's Linear stores it. */
  readonly transposed?: boolean;
}

/** A matrix [in, out], or as [out, in] where the file has it so: that is how matrices are read best. */
function asStored(tensor: TensorEntry): WeightMatrix {
  if (tensor.order?.kind !== 'transposed') return { tensor, transposed: false };
  const { order: _, ...stored } = tensor;
  return { tensor: { ...stored, shape: tensor.shape.toReversed() }, transposed: true };
}

export interface LinearOptions {
  readonly from: number;
  readonly to: number;
  readonly bias: boolean;
}

export interface NormOptions {
  readonly width: number;
  readonly epsilon: number;
}
