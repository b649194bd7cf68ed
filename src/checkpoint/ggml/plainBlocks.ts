// ggml's first quantised types: 32 weights share one scale in half precision, d, and those named _1 also an offset, m. With
// 5 bits the fifth ones stand together in 4 bytes. https://github.com/ggml-org/llama.cpp/blob/master/ggml/src/ggml-common.h
import { type Block, type BlockType, halfAt, unpackNibbles } from './blockType.ts';

const SIZES = { blockSize: 32, groupSize: 32 } as const;

/** d · (code - 8): d, 16 bytes of codes. */
export const Q4_0: BlockType = {
  ...SIZES,
  ...{ name: 'Q4_0', blockBytes: 18, codeBits: 4, zero: 8, hasOffset: false, halves: [0] },
  unpack: (bytes, at, { codes, scales }) => {
    scales[0] = halfAt(bytes, at);
    unpackNibbles(bytes, at + 2, 16, codes, 0);
  },
};

/** d · code + m: d, m, 16 bytes of codes. */
export const Q4_1: BlockType = {
  ...SIZES,
  ...{ name: 'Q4_1', blockBytes: 20, codeBits: 4, zero: 0, hasOffset: true, halves: [0, 2] },
  unpack: (bytes, at, { codes, scales, offsets }) => {
    scales[0] = halfAt(bytes, at);
    offsets[0] = -halfAt(bytes, at + 2);
    unpackNibbles(bytes, at + 4, 16, codes, 0);
  },
};

/** d · (code - 16): d, 4 bytes of fifth bits, 16 bytes of the others. */
export const Q5_0: BlockType = {
  ...SIZES,
  ...{ name: 'Q5_0', blockBytes: 22, codeBits: 8, zero: 16, hasOffset: false, halves: [0] },
  unpack: (bytes, at, block) => {
    block.scales[0] = halfAt(bytes, at);
    unpackFives(bytes, at + 2, block);
  },
};

/** d · code + m: d, m, 4 bytes of fifth bits, 16 bytes of the others. */
export const Q5_1: BlockType = {
  ...SIZES,
  ...{ name: 'Q5_1', blockBytes: 24, codeBits: 8, zero: 0, hasOffset: true, halves: [0, 2] },
  unpack: (bytes, at, block) => {
    block.scales[0] = halfAt(bytes, at);
    block.offsets[0] = -halfAt(bytes, at + 2);
    unpackFives(bytes, at + 4, block);
  },
};

/** d · code: d, 32 signed bytes. Codes are kept unsigned, with 128 added. */
export const Q8_0: BlockType = {
  ...SIZES,
  ...{ name: 'Q8_0', blockBytes: 34, codeBits: 8, zero: 128, hasOffset: false, halves: [0] },
  unpack: (bytes, at, { codes, scales }) => {
    scales[0] = halfAt(bytes, at);
    for (let i = 0; i < 32; i++) codes[i] = bytes[at + 2 + i] ^ 128;
  },
};

function unpackFives(bytes: Uint8Array, at: number, { codes }: Block): void {
  const fifths = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
  for (let i = 0; i < 16; i++) {
    const byte = bytes[at + 4 + i];
    codes[i] = (byte & 15) | (((fifths >>> i) & 1) << 4);
    codes[16 + i] = (byte >> 4) | (((fifths >>> (16 + i)) & 1) << 4);
  }
}
