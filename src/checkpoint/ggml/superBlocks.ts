// ggml's "K" types: 256 weights make a super-block, in which groups of 16 or 32 have scales (and offsets) of a few bits, which
// are multiplied with one or two numbers in half precision, d and d_min.
// https://github.com/ggml-org/llama.cpp/blob/master/ggml/src/ggml-common.h
import { type Blocks, type BlockType, halfAt, unpackNibbles, wordAt } from './blockType.ts';

const BLOCK = 256;
const WORDS = BLOCK / 4;

/** (d · scale) · code - d_min · offset: 16 bytes of 4-bit scales and offsets, 64 bytes of codes, d, d_min. */
export const Q2_K: BlockType = {
  ...{ name: 'Q2_K', blockSize: BLOCK, blockBytes: 84, groupSize: 16, codeBits: 4, zero: 0, hasOffset: true },
  halves: [80, 82],
  unpack: (bytes, at, { words, scales, offsets }, index) => {
    const d = halfAt(bytes, at + 80);
    const dMin = halfAt(bytes, at + 82);
    for (let group = 0; group < 16; group++) {
      const both = bytes.getUint8(at + group);
      scales[16 * index + group] = d * (both & 15);
      offsets[16 * index + group] = dMin * (both >> 4);
    }
    words.fill(0, WORDS * index, WORDS * (index + 1));
    addPairs(bytes, at + 16, words, WORDS * index, 0);
  },
};

/** (d · (scale - 32)) · (code - 4): 32 bytes of third bits, 64 of the others, 12 of 6-bit scales, d. */
export const Q3_K: BlockType = {
  ...{ name: 'Q3_K', blockSize: BLOCK, blockBytes: 110, groupSize: 16, codeBits: 4, zero: 4, hasOffset: false },
  halves: [108],
  unpack: (bytes, at, { words, scales }, index) => {
    const d = halfAt(bytes, at + 108);
    for (let group = 0; group < 16; group++) {
      const low = (bytes.getUint8(at + 96 + (group & 7)) >> (group < 8 ? 0 : 4)) & 15;
      const high = (bytes.getUint8(at + 104 + (group & 3)) >> (2 * (group >> 2))) & 3;
      scales[16 * index + group] = d * ((low | (high << 4)) - 32);
    }
    words.fill(0, WORDS * index, WORDS * (index + 1));
    addPairs(bytes, at + 32, words, WORDS * index, 0);
    addBits(bytes, at, words, WORDS * index, 2);
  },
};

/** (d · scale) · code - d_min · offset: d, d_min, 12 bytes of 6-bit scales and offsets, 128 bytes of codes. */
export const Q4_K: BlockType = {
  ...{ name: 'Q4_K', blockSize: BLOCK, blockBytes: 144, groupSize: 32, codeBits: 4, zero: 0, hasOffset: true },
  halves: [0, 2],
  unpack: (bytes, at, blocks, index) => {
    unpackSixes(bytes, at, blocks, index);
    for (let part = 0; part < 4; part++)
      unpackNibbles(bytes, at + 16 + 32 * part, 32, blocks.words, WORDS * index + 16 * part);
  },
};

/** As Q4_K, with 32 bytes of fifth bits in front of the codes. */
export const Q5_K: BlockType = {
  ...{ name: 'Q5_K', blockSize: BLOCK, blockBytes: 176, groupSize: 32, codeBits: 8, zero: 0, hasOffset: true },
  halves: [0, 2],
  unpack: (bytes, at, blocks, index) => {
    unpackSixes(bytes, at, blocks, index);
    const { words } = blocks;
    for (let part = 0; part < 4; part++)
      unpackNibbles(bytes, at + 48 + 32 * part, 32, words, WORDS * index + 16 * part);
    addBits(bytes, at + 16, words, WORDS * index, 4);
  },
};

/** (d · scale) · (code - 32): 128 bytes of lower four bits, 64 of upper two, 16 signed scales, d. */
export const Q6_K: BlockType = {
  ...{ name: 'Q6_K', blockSize: BLOCK, blockBytes: 210, groupSize: 16, codeBits: 8, zero: 32, hasOffset: false },
  halves: [208],
  unpack: (bytes, at, { words, scales }, index) => {
    const d = halfAt(bytes, at + 208);
    for (let group = 0; group < 16; group++) scales[16 * index + group] = d * bytes.getInt8(at + 192 + group);
    for (let half = 0; half < 2; half++) unpackNibbles(bytes, at + 64 * half, 64, words, WORDS * index + 32 * half);
    addPairs(bytes, at + 128, words, WORDS * index, 4);
  },
};

/** Adds two bits to each code, from bit `bit` on: of each 32 bytes the lowest two bits, then the next two, and so on. */
function addPairs(bytes: DataView, at: number, words: Uint32Array, first: number, bit: number): void {
  for (let half = 0; half < 2; half++) {
    for (let i = 0; i < 8; i++) {
      const word = wordAt(bytes, at + 32 * half + 4 * i);
      const to = first + 32 * half + i;
      for (let pair = 0; pair < 4; pair++) words[to + 8 * pair] |= ((word >>> (2 * pair)) & 0x03030303) << bit;
    }
  }
}

/** Adds bit `bit` to each code: of 32 bytes the lowest bits, then the next ones, and so on. */
function addBits(bytes: DataView, at: number, words: Uint32Array, first: number, bit: number): void {
  for (let i = 0; i < 8; i++) {
    const word = wordAt(bytes, at + 4 * i);
    for (let place = 0; place < 8; place++) words[first + 8 * place + i] |= ((word >>> place) & 0x01010101) << bit;
  }
}

/**
 * Eight scales and eight offsets of 6 bits in 12 bytes: those of the first four groups are the lower bits of bytes 0 to 7,
 * those of the others have four bits in bytes 8 to 11 and the two upper bits of bytes 0 to 7.
 */
function unpackSixes(bytes: DataView, at: number, { scales, offsets }: Blocks, index: number): void {
  const d = halfAt(bytes, at);
  const dMin = halfAt(bytes, at + 2);
  const first = 8 * index;
  for (let i = 0; i < 4; i++) {
    const scale = bytes.getUint8(at + 4 + i);
    const offset = bytes.getUint8(at + 8 + i);
    const rest = bytes.getUint8(at + 12 + i);
    scales[first + i] = d * (scale & 63);
    offsets[first + i] = dMin * (offset & 63);
    scales[first + 4 + i] = d * ((rest & 15) | ((scale >> 2) & 48));
    offsets[first + 4 + i] = dMin * ((rest >> 4) | ((offset >> 2) & 48));
  }
}
