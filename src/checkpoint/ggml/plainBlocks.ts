// ggml's first quantised types: 32 weights share one scale in half precision, d, and those named _1 also an offset, m. With
// 5 bits the fifth ones stand together in 4 bytes. https://github.com/ggml-org/llama.cpp/blob/master/ggml/src/ggml-common.h
import { type BlockType, halfAt, unpackNibbles, wordAt } from './blockType.ts';

const SIZES = { blockSize: 32, groupSize: 32 } as const;
const WORDS = 8;

/** d · (code - 8): d, 16 bytes of codes. */
export const Q4_0: BlockType = {
  ...SIZES,
  ...{ name: 'Q4_0', blockBytes: 18, codeBits: 4, zero: 8, hasOffset: false, halves: [0] },
  unpack: (bytes, at, { words, scales }, index) => {
    scales[index] = halfAt(bytes, at);
    unpackNibbles(bytes, at + 2, 16, words, WORDS * index);
  },
};

/** d · code + m: d, m, 16 bytes of codes. */
export const Q4_1: BlockType = {
  ...SIZES,
  ...{ name: 'Q4_1', blockBytes: 20, codeBits: 4, zero: 0, hasOffset: true, halves: [0, 2] },
  unpack: (bytes, at, { words, scales, offsets }, index) => {
    scales[index] = halfAt(bytes, at);
    offsets[index] = -halfAt(bytes, at + 2);
    unpackNibbles(bytes, at + 4, 16, words, WORDS * index);
  },
};

/** d · (code - 16): d, 4 bytes of fifth bits, 16 bytes of the others. */
export const Q5_0: BlockType = {
  ...SIZES,
  ...{ name: 'Q5_0', blockBytes: 22, codeBits: 8, zero: 16, hasOffset: false, halves: [0] },
  unpack: (bytes, at, { words, scales }, index) => {
    scales[index] = halfAt(bytes, at);
    unpackFives(bytes, at + 2, words, WORDS * index);
  },
};

/** d · code + m: d, m, 4 bytes of fifth bits, 16 bytes of the others. */
export const Q5_1: BlockType = {
  ...SIZES,
  ...{ name: 'Q5_1', blockBytes: 24, codeBits: 8, zero: 0, hasOffset: true, halves: [0, 2] },
  unpack: (bytes, at, { words, scales, offsets }, index) => {
    scales[index] = halfAt(bytes, at);
    offsets[index] = -halfAt(bytes, at + 2);
    unpackFives(bytes, at + 4, words, WORDS * index);
  },
};

/** d · code: d, 32 signed bytes. Codes are kept unsigned, with 128 added. */
export const Q8_0: BlockType = {
  ...SIZES,
  ...{ name: 'Q8_0', blockBytes: 34, codeBits: 8, zero: 128, hasOffset: false, halves: [0] },
  unpack: (bytes, at, { words, scales }, index) => {
    scales[index] = halfAt(bytes, at);
    for (let i = 0; i < WORDS; i++) words[WORDS * index + i] = wordAt(bytes, at + 2 + 4 * i) ^ 0x80808080;
  },
};

function unpackFives(bytes: DataView, at: number, words: Uint32Array, first: number): void {
  unpackNibbles(bytes, at + 4, 16, words, first);
  const fifths = wordAt(bytes, at);
  for (let i = 0; i < WORDS; i++) words[first + i] |= FIFTHS[(fifths >>> (4 * i)) & 15];
}

/** Each of four bits as the fifth of a byte. 0b0011 → 0x00001010 */
const FIFTHS = Uint32Array.from(
  { length: 16 },
  (_, bits) => ((bits & 1) << 4) | ((bits & 2) << 11) | ((bits & 4) << 18) | ((bits & 8) << 25),
);
