// What all quantised types of ggml have in common: weights in blocks, groups of them share a scale, and
//   weight = scale · (code - zero) - offset
// with whole numbers as codes. Each type packs these in its own way; what they mean is computed here, in float32 and in the
// order in which the package gguf computes it, so that every bit is the same. Knows no type and no file.

/**
 * The numbers of blocks, one block behind the other. Codes are made four at a time, in words of 32 bits: the first one is in
 * the lowest byte, as the processors that onnxruntime runs on have it in memory.
 */
export interface Blocks {
  readonly codes: Uint8Array<ArrayBuffer>; // [blocks · blockSize]
  /** The same memory. */
  readonly words: Uint32Array; // [blocks · blockSize / 4]
  readonly scales: Float32Array; // [blocks · blockSize / groupSize]
  /** Zeros where the type has none. */
  readonly offsets: Float32Array; // [blocks · blockSize / groupSize]
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
  /** Unpacks the block at a place of a file's bytes, as block number `index`. */
  unpack(bytes: DataView, at: number, blocks: Blocks, index: number): void;
}

export function newBlocks({ blockSize, groupSize }: BlockType, count: number): Blocks {
  const codes = new Uint8Array(count * blockSize);
  const groups = (count * blockSize) / groupSize;
  const [scales, offsets] = [new Float32Array(groups), new Float32Array(groups)];
  return { codes, words: new Uint32Array(codes.buffer), scales, offsets };
}

/** The weights of whole blocks, one behind the other. [blocks · blockBytes] → [blocks · blockSize] */
export function dequantise(type: BlockType, bytes: Uint8Array): Float32Array<ArrayBuffer> {
  const { blockSize, blockBytes, groupSize, zero } = type;
  const count = bytes.length / blockBytes;
  const weights = new Float32Array(count * blockSize);
  const view = viewOf(bytes);
  const block = newBlocks(type, 1);
  const { codes, scales, offsets } = block;
  for (let i = 0; i < count; i++) {
    type.unpack(view, i * blockBytes, block, 0);
    for (let j = 0; j < blockSize; j++) {
      const group = (j / groupSize) | 0;
      const scaled = Math.fround(scales[group] * (codes[j] - zero));
      weights[i * blockSize + j] = type.hasOffset ? scaled - offsets[group] : scaled;
    }
  }
  return weights;
}

export function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength);
}

/** The half-precision number at a place. */
export function halfAt(bytes: DataView, at: number): number {
  return HALVES[bytes.getUint16(at, true)];
}

/** Four bytes at a place. */
export function wordAt(bytes: DataView, at: number): number {
  return bytes.getUint32(at, true);
}

/** IEEE 754 binary16: 1 sign, 5 exponent (bias 15), 10 fraction bits. 0x3c00 = 1, 0x0001 = 2^-24 */
const HALVES = Float32Array.from({ length: 0x10000 }, (_, half) => {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 0x3ff;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
});

/** The lower halves of `count` bytes, then the upper ones, as codes: from word `first` on. */
export function unpackNibbles(bytes: DataView, at: number, count: number, words: Uint32Array, first: number): void {
  const upper = first + count / 4;
  for (let i = 0; i < count / 4; i++) {
    const word = wordAt(bytes, at + 4 * i);
    words[first + i] = word & 0x0f0f0f0f;
    words[upper + i] = (word >>> 4) & 0x0f0f0f0f;
  }
}
