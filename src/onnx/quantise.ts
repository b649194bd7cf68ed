// Matrices in 8 or 4 bits a weight, made from those of the checkpoint: blocks of BLOCK_SIZE weights of one output share a
// scale; what is stored is round(weight / scale), as MatMulNBits of onnxruntime reads it. The scale lets the block's
// largest weight be the lowest number there is, so that no number is wasted. Knows bytes, no graph.
// Blockwise scales: Dettmers et al. 2022, §2.1, https://arxiv.org/abs/2110.02861
import { readFloatRange, type TensorEntry } from '../checkpoint/safetensors.ts';

/**
 * Weights that share a scale, which adds a bit to each. Of 16, 32 and 64 the error of int4 is 0.24, 0.28 and 0.31 (logits of
 * the first embedded model, root mean square), for 6, 5 and 4.5 bits a weight.
 */
export const BLOCK_SIZE = 32;
/** Weights read at a time: 4 MB as float32. */
const CHUNK = 1 << 20;

export type Bits = 8 | 4;

export interface QuantisedMatrix {
  readonly tensor: TensorEntry;
  readonly inputs: number;
  readonly outputs: number;
  /** As PyTorch's Linear stores it, [outputs, inputs]; else [inputs, outputs]. */
  readonly transposed: boolean;
  readonly bits: Bits;
}

export interface Quantised {
  /** Block after block of every output, two numbers a byte with 4 bits, the first in the lower half. [outputs, blocks, BLOCK_SIZE · bits / 8] */
  readonly packed: Uint8Array<ArrayBuffer>;
  readonly scales: Float32Array<ArrayBuffer>; // [outputs, blocks]
}

/** Reads the matrix piece by piece: never all of it is there as float32. Fails with what reading a file fails with. */
export async function quantise(matrix: QuantisedMatrix): Promise<Quantised> {
  const { tensor, inputs, outputs, transposed } = matrix;
  const packer = new BlockPacker(matrix);
  if (!transposed) {
    for (let first = 0; first < inputs; first += BLOCK_SIZE) {
      const count = Math.min(BLOCK_SIZE, inputs - first);
      const values = await readFloatRange(tensor, first * outputs, count * outputs); // [count, outputs]
      packer.packRows(values, first / BLOCK_SIZE);
    }
    return packer;
  }
  const rows = Math.max(1, Math.floor(CHUNK / inputs));
  for (let first = 0; first < outputs; first += rows) {
    const count = Math.min(rows, outputs - first);
    const values = await readFloatRange(tensor, first * inputs, count * inputs); // [count, inputs]
    packer.packOutputs(values, first);
  }
  return packer;
}

export class BlockPacker implements Quantised {
  readonly packed: Uint8Array<ArrayBuffer>;
  readonly scales: Float32Array<ArrayBuffer>;
  readonly #inputs: number;
  readonly #outputs: number;
  readonly #bits: Bits;
  /** Of one output. */
  readonly #blocks: number;

  constructor({ inputs, outputs, bits }: Pick<QuantisedMatrix, 'inputs' | 'outputs' | 'bits'>) {
    this.#inputs = inputs;
    this.#outputs = outputs;
    this.#bits = bits;
    this.#blocks = Math.ceil(inputs / BLOCK_SIZE);
    this.packed = new Uint8Array((outputs * this.#blocks * BLOCK_SIZE * bits) / 8);
    this.scales = new Float32Array(outputs * this.#blocks);
  }

  /** All weights of some outputs, from `first` on: [count, inputs] */
  packOutputs(values: Float32Array, first: number): void {
    const row = new Float32Array(this.#blocks * BLOCK_SIZE); // the last block may be short: what it lacks is 0
    for (let output = 0; (output + 1) * this.#inputs <= values.length; output++) {
      row.set(values.subarray(output * this.#inputs, (output + 1) * this.#inputs));
      for (let block = 0; block < this.#blocks; block++)
        this.#pack(row, block * BLOCK_SIZE, (first + output) * this.#blocks + block);
    }
  }

  /** The weights of one block of inputs, for every output: [BLOCK_SIZE or less, outputs] */
  packRows(values: Float32Array, block: number): void {
    const column = new Float32Array(BLOCK_SIZE);
    const count = values.length / this.#outputs;
    for (let output = 0; output < this.#outputs; output++) {
      for (let i = 0; i < count; i++) column[i] = values[i * this.#outputs + output];
      this.#pack(column, 0, output * this.#blocks + block);
    }
  }

  /**
   * BLOCK_SIZE weights from `start` on: weight ≈ (number - 2^(bits - 1)) · scale.
   * [1, -2, 0.5, 0 …] in 4 bits: scale -2 / -8 = 0.25, numbers 8 + [4, -8, 2, 0 …] = [12, 0, 10, 8 …]
   */
  #pack(values: Float32Array, start: number, index: number): void {
    const zero = 2 ** (this.#bits - 1);
    let extreme = 0;
    let size = 0;
    for (let i = start; i < start + BLOCK_SIZE; i++) {
      const magnitude = Math.abs(values[i]);
      if (magnitude > size) {
        size = magnitude;
        extreme = values[i];
      }
    }
    if (size > 0) this.scales[index] = extreme / -zero;
    const perScale = size > 0 ? 1 / this.scales[index] : 0;
    const number = (i: number) => {
      const rounded = (values[start + i] * perScale + zero + 0.5) | 0; // what is cut off is not negative
      return rounded < 2 * zero ? rounded : 2 * zero - 1; // the largest weight's opposite would be one more
    };
    const at = (index * BLOCK_SIZE * this.#bits) / 8;
    if (this.#bits === 8) for (let i = 0; i < BLOCK_SIZE; i++) this.packed[at + i] = number(i);
    else for (let i = 0; i < BLOCK_SIZE / 2; i++) this.packed[at + i] = number(2 * i) | (number(2 * i + 1) << 4);
  }
}
