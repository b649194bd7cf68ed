// ggml's types whose four bits are a place in a table of 16 whole numbers, from -127 to 113: weights are not spread evenly, and
// neither are these. Their codes here are the numbers themselves, with 128 added, so that they are multiplied like all others.
// https://github.com/ggml-org/llama.cpp/blob/master/ggml/src/ggml-common.h
import { type BlockType, halfAt, unpackNibbles, wordAt } from './blockType.ts';

const ZERO = 128;
const SMALL_ZERO = 16;
const UNEVEN = codesOf([-127, -104, -83, -65, -49, -35, -22, -10, 1, 13, 25, 38, 53, 69, 89, 113]);
/** The floating point numbers of 4 bits (E2M1), doubled. */
const E2M1 = codesOf([0, 1, 2, 3, 4, 6, 8, 12, 0, -1, -2, -3, -4, -6, -8, -12], SMALL_ZERO);

/** d · number: d, 16 bytes. */
export const IQ4_NL: BlockType = {
  ...{ name: 'IQ4_NL', blockSize: 32, blockBytes: 18, groupSize: 32, codeBits: 8, zero: ZERO, hasOffset: false },
  unpack: (bytes, at, { codes, words, scales }, index) => {
    scales[index] = halfAt(bytes, at);
    unpackNibbles(bytes, at + 2, 16, words, 8 * index);
    lookUp(codes, 32 * index, 32, UNEVEN);
  },
};

/** (d · (scale - 32)) · number: d, 8 scales' upper two bits in 2 bytes and lower four in 4, 128 bytes. */
export const IQ4_XS: BlockType = {
  ...{ name: 'IQ4_XS', blockSize: 256, blockBytes: 136, groupSize: 32, codeBits: 8, zero: ZERO, hasOffset: false },
  unpack: (bytes, at, { codes, words, scales }, index) => {
    const d = halfAt(bytes, at);
    const upper = bytes.getUint16(at + 2, true);
    const lower = wordAt(bytes, at + 4);
    for (let group = 0; group < 8; group++) {
      const scale = ((lower >>> (4 * group)) & 15) | (((upper >> (2 * group)) & 3) << 4);
      scales[8 * index + group] = d * (scale - 32);
      unpackNibbles(bytes, at + 8 + 16 * group, 16, words, 64 * index + 8 * group);
    }
    lookUp(codes, 256 * index, 256, UNEVEN);
  },
};

/** 2^(e - 128) · number: e, 16 bytes. Open Compute Project, Microscaling Formats 1.0. */
export const MXFP4: BlockType = {
  ...{ name: 'MXFP4', blockSize: 32, blockBytes: 17, groupSize: 32, codeBits: 8, zero: SMALL_ZERO, hasOffset: false },
  unpack: (bytes, at, { codes, words, scales }, index) => {
    scales[index] = 2 ** (bytes.getUint8(at) - 128); // half of 2^(e - 127), since the numbers are doubled
    unpackNibbles(bytes, at + 1, 16, words, 8 * index);
    lookUp(codes, 32 * index, 32, E2M1);
  },
};

/** The same as Ollama's first files have it: the codes lie one after another, as in OpenAI's own. */
export const MXFP4_OLLAMA: BlockType = {
  ...{ ...MXFP4, name: 'MXFP4 (Ollama)' },
  unpack: (bytes, at, { codes, scales }, index) => {
    scales[index] = 2 ** (bytes.getUint8(at) - 128);
    for (let i = 0; i < 32; i++) codes[32 * index + i] = (bytes.getUint8(at + 1 + (i >> 1)) >> (4 * (i & 1))) & 15;
    lookUp(codes, 32 * index, 32, E2M1);
  },
};

function codesOf(numbers: readonly number[], zero = ZERO): Uint8Array {
  return Uint8Array.from(numbers, (number) => number + zero);
}

function lookUp(codes: Uint8Array, first: number, count: number, table: Uint8Array): void {
  for (let i = first; i < first + count; i++) codes[i] = table[codes[i]];
}
