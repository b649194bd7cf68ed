// ggml's "K" types: 256 weights make a super-block, in which groups of 16 or 32 have scales (and offsets) of a few bits, which
// are multiplied with one or two numbers in half precision, d and d_min.
// https://github.com/ggml-org/llama.cpp/blob/master/ggml/src/ggml-common.h
import { type Block, type BlockType, halfAt, unpackNibbles } from './blockType.ts';

const BLOCK = 256;

/** (d · scale) · code - d_min · offset: 16 bytes of 4-bit scales and offsets, 64 bytes of codes, d, d_min. */
export const Q2_K: BlockType = {
  ...{ name: 'Q2_K', blockSize: BLOCK, blockBytes: 84, groupSize: 16, codeBits: 4, zero: 0, hasOffset: true },
  halves: [80, 82],
  unpack: (bytes, at, { codes, scales, offsets }) => {
    const d = halfAt(bytes, at + 80);
    const dMin = halfAt(bytes, at + 82);
    for (let group = 0; group < 16; group++) {
      scales[group] = d * (bytes[at + group] & 15);
      offsets[group] = dMin * (bytes[at + group] >> 4);
    }
    unpackPairs(bytes, at + 16, codes);
  },
};

/** (d · (scale - 32)) · (code - 4): 32 bytes of third bits, 64 of the others, 12 of 6-bit scales, d. */
export const Q3_K: BlockType = {
  ...{ name: 'Q3_K', blockSize: BLOCK, blockBytes: 110, groupSize: 16, codeBits: 4, zero: 4, hasOffset: false },
  halves: [108],
  unpack: (bytes, at, { codes, scales }) => {
    const d = halfAt(bytes, at + 108);
    for (let group = 0; group < 16; group++) {
      const low = (bytes[at + 96 + (group & 7)] >> (group < 8 ? 0 : 4)) & 15;
      const high = (bytes[at + 104 + (group & 3)] >> (2 * (group >> 2))) & 3;
      scales[group] = d * ((low | (high << 4)) - 32);
    }
    unpackPairs(bytes, at + 32, codes);
    for (let i = 0; i < BLOCK; i++) codes[i] |= ((bytes[at + (i & 31)] >> (i >> 5)) & 1) << 2;
  },
};

/** (d · scale) · code - d_min · offset: d, d_min, 12 bytes of 6-bit scales and offsets, 128 bytes of codes. */
export const Q4_K: BlockType = {
  ...{ name: 'Q4_K', blockSize: BLOCK, blockBytes: 144, groupSize: 32, codeBits: 4, zero: 0, hasOffset: true },
  halves: [0, 2],
  unpack: (bytes, at, block) => {
    unpackSixes(bytes, at, block);
    for (let part = 0; part < 4; part++) unpackNibbles(bytes, at + 16 + 32 * part, 32, block.codes, 64 * part);
  },
};

/** As Q4_K, with 32 bytes of fifth bits in front of the codes. */
export const Q5_K: BlockType = {
  ...{ name: 'Q5_K', blockSize: BLOCK, blockBytes: 176, groupSize: 32, codeBits: 8, zero: 0, hasOffset: true },
  halves: [0, 2],
  unpack: (bytes, at, block) => {
    unpackSixes(bytes, at, block);
    const { codes } = block;
    for (let part = 0; part < 4; part++) unpackNibbles(bytes, at + 48 + 32 * part, 32, codes, 64 * part);
    for (let i = 0; i < BLOCK; i++) codes[i] |= ((bytes[at + 16 + (i & 31)] >> (i >> 5)) & 1) << 4;
  },
};

/** (d · scale) · (code - 32): 128 bytes of lower four bits, 64 of upper two, 16 signed scales, d. */
export const Q6_K: BlockType = {
  ...{ name: 'Q6_K', blockSize: BLOCK, blockBytes: 210, groupSize: 16, codeBits: 8, zero: 32, hasOffset: false },
  halves: [208],
  unpack: (bytes, at, { codes, scales }) => {
    const d = halfAt(bytes, at + 208);
    for (let group = 0; group < 16; group++) scales[group] = d * ((bytes[at + 192 + group] << 24) >> 24);
    for (let half = 0; half < 2; half++) unpackNibbles(bytes, at + 64 * half, 64, codes, 128 * half);
    for (let i = 0; i < BLOCK; i++) {
      const upper = bytes[at + 128 + 32 * (i >> 7) + (i & 31)] >> (2 * ((i >> 5) & 3));
      codes[i] |= (upper & 3) << 4;
    }
  },
};

/** Codes of two bits: of each 32 bytes the lowest two bits, then the next two, and so on. */
function unpackPairs(bytes: Uint8Array, at: number, codes: Uint8Array): void {
  for (let i = 0; i < BLOCK; i++) codes[i] = (bytes[at + 32 * (i >> 7) + (i & 31)] >> (2 * ((i >> 5) & 3))) & 3;
}

/**
 * Eight scales and eight offsets of 6 bits in 12 bytes: those of the first four groups are the lower bits of bytes 0 to 7,
 * those of the others have four bits in bytes 8 to 11 and the two upper bits of bytes 0 to 7.
 */
function unpackSixes(bytes: Uint8Array, at: number, { scales, offsets }: Block): void {
  const d = halfAt(bytes, at);
  const dMin = halfAt(bytes, at + 2);
  for (let i = 0; i < 4; i++) {
    const scale = bytes[at + 4 + i];
    const offset = bytes[at + 8 + i];
    const rest = bytes[at + 12 + i];
    scales[i] = d * (scale & 63);
    offsets[i] = dMin * (offset & 63);
    scales[4 + i] = d * ((rest & 15) | ((scale >> 2) & 48));
    offsets[4 + i] = dMin * ((rest >> 4) | ((offset >> 2) & 48));
  }
}
