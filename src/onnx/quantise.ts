// Quantises matrices of a checkpoint to 8 or 4 bits a weight, in the layout that onnxruntime's MatMulNBits reads:
// blocks of BLOCK_SIZE weights of one output share a scale, and round(weight / scale) is stored. The scale maps the
// block's weight of largest magnitude to the lowest of the 2^bits numbers, so that none of them is wasted. Knows no
// graph.
// Blockwise scales: Dettmers et al. 2022, §2.1, https://arxiv.org/abs/2110.02861
import { readFloatRange, type TensorEntry } from '../checkpoint/safetensors.ts';

/**
 * The number of weights that share a scale. A scale has 32 bits, so that it adds one bit to each of 32 weights. With
 * blocks of 16, 32 and 64, int4 takes 6, 5 and 4.5 bits a weight, and its error is 0.24, 0.28 and 0.31 (logits of the
 * first embedded model, root mean square).
 */
export const BLOCK_SIZE = 32;
/** The number of weights that are read at a time: 4 MB as float32. */
const CHUNK = 1 << 20;

export type Bits = 8 | 4;

export interface QuantisedMatrix {
  readonly tensor: TensorEntry;
  readonly inputs: number;
  readonly outputs: number;
  /** Whether it is stored as [outputs, inputs], as PyTorch's Linear does it, and not as [inputs, outputs]. */
  readonly transposed: boolean;
  readonly bits: Bits;
}

export interface Quantised {
  /**
   * The stored numbers, block after block of every output. With 4 bits a byte has two of them, the first one in its
   * lower half. [outputs, blocks, BLOCK_SIZE · bits / 8]
   */
  readonly packed: Uint8Array<ArrayBuffer>;
  readonly scales: Float32Array<ArrayBuffer>; // [outputs, blocks]
}

/** What quantise() makes of a matrix, in bytes: the last block of each output is padded, and each has a scale of 32 bits. */
export function quantisedBytes({ inputs, outputs, bits }: QuantisedMatrix): number {
  const blocks = outputs * Math.ceil(inputs / BLOCK_SIZE);
  return blocks * ((BLOCK_SIZE * bits) / 8 + Float32Array.BYTES_PER_ELEMENT);
}

/**
 * Reads and quantises a matrix piece by piece, so that it is never in memory as float32 as a whole. Both ways to store
 * it give the same numbers. Fails like readFloatRange().
 */
export async function quantise(matrix: QuantisedMatrix): Promise<Quantised> {
  const { tensor, inputs, outputs, transposed } = matrix;
  const packer = new BlockPacker(matrix);
  if (!transposed) {
    // A row of the file has one input's weights for all outputs: BLOCK_SIZE rows are one block of every output.
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

/** Quantises a matrix that arrives in parts. `packed` and `scales` are complete once every part has arrived. */
export class BlockPacker implements Quantised {
  readonly packed: Uint8Array<ArrayBuffer>;
  readonly scales: Float32Array<ArrayBuffer>;
  readonly #inputs: number;
  readonly #outputs: number;
  readonly #bits: Bits;
  /** The number of blocks of one output. */
  readonly #blocks: number;

  constructor({ inputs, outputs, bits }: Pick<QuantisedMatrix, 'inputs' | 'outputs' | 'bits'>) {
    this.#inputs = inputs;
    this.#outputs = outputs;
    this.#bits = bits;
    this.#blocks = Math.ceil(inputs / BLOCK_SIZE);
    this.packed = new Uint8Array((outputs * this.#blocks * BLOCK_SIZE * bits) / 8);
    this.scales = new Float32Array(outputs * this.#blocks);
  }

  /** Packs all weights of some outputs, from output number `first` on. [count, inputs] */
  packOutputs(values: Float32Array, first: number): void {
    const row = new Float32Array(this.#blocks * BLOCK_SIZE); // the last block may be short; its rest stays 0
    for (let output = 0; (output + 1) * this.#inputs <= values.length; output++) {
      row.set(values.subarray(output * this.#inputs, (output + 1) * this.#inputs));
      for (let block = 0; block < this.#blocks; block++)
        this.#pack(row, block * BLOCK_SIZE, (first + output) * this.#blocks + block);
    }
  }

  /** Packs block number `block` of every output. [BLOCK_SIZE or fewer inputs, outputs] */
  packRows(values: Float32Array, block: number): void {
    const column = new Float32Array(BLOCK_SIZE);
    const count = values.length / this.#outputs;
    for (let output = 0; output < this.#outputs; output++) {
      for (let i = 0; i < count; i++) column[i] = values[i * this.#outputs + output];
      this.#pack(column, 0, output * this.#blocks + block);
    }
  }

  /**
   * Packs BLOCK_SIZE weights from `start` on as block `index` of all: weight ≈ (number - 2^(bits - 1)) · scale.
   * [1, -2, 0.5, 0 …] in 4 bits: scale -2 / -8 = 0.25, numbers 8 + [4, -8, 2, 0 …] = [12, 0, 10, 8 …]
   * The scale is negative where the largest weight is positive, and 0 for a block of zeros.
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
      const rounded = (values[start + i] * perScale + zero + 0.5) | 0; // | 0 rounds down, since this is not negative
      return rounded < 2 * zero ? rounded : 2 * zero - 1; // the extreme's opposite would be one too high
    };
    const at = (index * BLOCK_SIZE * this.#bits) / 8;
    if (this.#bits === 8) for (let i = 0; i < BLOCK_SIZE; i++) this.packed[at + i] = number(i);
    else for (let i = 0; i < BLOCK_SIZE / 2; i++) this.packed[at + i] = number(2 * i) | (number(2 * i + 1) << 4);
  }
}
