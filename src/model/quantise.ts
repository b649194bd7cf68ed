// Matrices in 8 or 4 bits a weight, made from those of the checkpoint: blocks of BLOCK weights of one output share a
// scale; what is stored is round(weight / scale), as MatMulNBits of onnxruntime reads it. The scale lets the block's
// largest weight be the lowest number there is, so that no number is wasted. Knows bytes, no graph.
// Blockwise scales: Dettmers et al. 2022, §2.1, https://arxiv.org/abs/2110.02861
import { readFloatRange, type TensorEntry } from './safetensors.ts';

/** The smallest MatMulNBits has fast code for everywhere: the fewer share a scale, the smaller the error. */
export const BLOCK = 32;
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
  /** Block after block of every output, two numbers a byte with 4 bits, the first in the lower half. [outputs, blocks, BLOCK · bits / 8] */
  readonly packed: Uint8Array<ArrayBuffer>;
  readonly scales: Float32Array<ArrayBuffer>; // [outputs, blocks]
}

/** Reads the matrix piece by piece: never all of it is there as float32. Fails with what reading a file fails with. */
export async function quantise(matrix: QuantisedMatrix): Promise<Quantised> {
  const { tensor, inputs, outputs, transposed, bits } = matrix;
  const blocks = Math.ceil(inputs / BLOCK);
  const blockBytes = (BLOCK * bits) / 8;
  const packed = new Uint8Array(outputs * blocks * blockBytes);
  const scales = new Float32Array(outputs * blocks);
  const pack = (values: Float32Array, place: Omit<BlockPlace, 'bits' | 'at'>, output: number, block: number) => {
    const index = output * blocks + block;
    scales[index] = packBlock(values, { ...place, bits, at: index * blockBytes }, packed);
  };
  if (transposed) {
    const rows = Math.max(1, Math.floor(CHUNK / inputs));
    for (let first = 0; first < outputs; first += rows) {
      const count = Math.min(rows, outputs - first);
      const values = await readFloatRange(tensor, first * inputs, count * inputs); // [count, inputs]
      for (let row = 0; row < count; row++) {
        for (let block = 0; block < blocks; block++) {
          const start = row * inputs + block * BLOCK;
          pack(values, { start, stride: 1, count: Math.min(BLOCK, inputs - block * BLOCK) }, first + row, block);
        }
      }
    }
  } else {
    for (let block = 0; block < blocks; block++) {
      const count = Math.min(BLOCK, inputs - block * BLOCK);
      const values = await readFloatRange(tensor, block * BLOCK * outputs, count * outputs); // [count, outputs]
      for (let output = 0; output < outputs; output++)
        pack(values, { start: output, stride: outputs, count }, output, block);
    }
  }
  return { packed, scales };
}

export interface BlockPlace {
  /** Of the block's first weight. */
  readonly start: number;
  /** From one of its weights to the next. */
  readonly stride: number;
  /** The last block of an output may be short; what it lacks is 0. */
  readonly count: number;
  readonly bits: Bits;
  /** Where its first byte goes. */
  readonly at: number;
}

/**
 * Writes one block and returns its scale: weight ≈ (number - 2^(bits - 1)) · scale.
 * [1, -2, 0.5] in 4 bits: scale -2 / -8 = 0.25, numbers 8 + [4, -8, 2] = [12, 0, 10]
 */
export function packBlock(
  values: Float32Array,
  { start, stride, count, bits, at }: BlockPlace,
  packed: Uint8Array,
): number {
  const zero = 2 ** (bits - 1);
  let extreme = 0;
  for (let i = 0, from = start; i < count; i++, from += stride) {
    if (Math.abs(values[from]) > Math.abs(extreme)) extreme = values[from];
  }
  const scale = Math.fround(extreme / -zero);
  for (let i = 0; i < BLOCK; i++) {
    const weight = i < count ? values[start + i * stride] : 0;
    // The largest weight's opposite would be one more than the highest number.
    const number = scale === 0 ? zero : Math.min(2 * zero - 1, Math.round(weight / scale) + zero);
    if (bits === 8) packed[at + i] = number;
    else packed[at + (i >> 1)] |= i % 2 ? number << 4 : number;
  }
  return scale;
}
