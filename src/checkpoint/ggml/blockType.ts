// What all quantised types of ggml have in common: weights in blocks, groups of them share a scale, and
//   weight = scale · (code - zero) - offset
// with whole numbers as codes. Each type packs these in its own way; what they mean is computed here, in float32 and in the
// order in which the package gguf computes it, so that every bit is the same. Knows no type and no file.

/** The numbers of one block. */
export interface Block {
  readonly codes: Uint8Array; // [blockSize]
  readonly scales: Float32Array; // [blockSize / groupSize]
  /** Zeros where the type has none. */
  readonly offsets: Float32Array; // [blockSize / groupSize]
}

export interface BlockType {
  readonly name: string;
  /** Weights of a block; a row is made of whole blocks. */
  readonly blockSize: number;
  readonly blockBytes: number;
  /** Weights that share a scale. */
  readonly groupSize: 16 | 32;
  /** Bits of a code: 8 also where fewer would do, since nothing multiplies 5 or 6 at a time. */
  readonly codeBits: 4 | 8;
  readonly zero: number;
  readonly hasOffset: boolean;
  /**
   * Where the half-precision numbers are that scales, and then offsets, are multiples of, in bytes, if all else in a block
   * is whole numbers made of its bits. Undefined where something is looked up in a table.
   */
  readonly halves?: readonly [scale: number, offset?: number];
  /** Unpacks the block at a place. */
  unpack(bytes: Uint8Array, at: number, block: Block): void;
}

export function newBlock({ blockSize, groupSize }: BlockType): Block {
  const groups = blockSize / groupSize;
  return { codes: new Uint8Array(blockSize), scales: new Float32Array(groups), offsets: new Float32Array(groups) };
}

/** The weights of whole blocks, one behind the other. [blocks · blockBytes] → [blocks · blockSize] */
export function dequantise(type: BlockType, bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const { blockSize, blockBytes, groupSize, zero } = type;
  const blocks = bytes.length / blockBytes;
  const weights = new Float32Array(blocks * blockSize);
  const block = newBlock(type);
  const { codes, scales, offsets } = block;
  for (let i = 0; i < blocks; i++) {
    type.unpack(bytes, i * blockBytes, block);
    for (let j = 0; j < blockSize; j++) {
      const group = (j / groupSize) | 0;
      const scaled = Math.fround(scales[group] * (codes[j] - zero));
      weights[i * blockSize + j] = type.hasOffset ? scaled - offsets[group] : scaled;
    }
  }
  return weights;
}

/** The half-precision number at a place. */
export function halfAt(bytes: Uint8Array, at: number): number {
  return HALVES[bytes[at] | (bytes[at + 1] << 8)];
}

/** IEEE 754 binary16: 1 sign, 5 exponent (bias 15), 10 fraction bits. 0x3c00 = 1, 0x0001 = 2^-24 */
const HALVES = Float32Array.from({ length: 0x10000 }, (_, half) => {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 0x3ff;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
});

/** The lower halves of `count` bytes, then the upper ones, as codes. */
export function unpackNibbles(bytes: Uint8Array, at: number, count: number, codes: Uint8Array, first: number): void {
  for (let i = 0; i < count; i++) {
    codes[first + i] = bytes[at + i] & 15;
    codes[first + count + i] = bytes[at + i] >> 4;
  }
}
