// The number types of ggml by the number that a GGUF file has for them. Those that cannot be widened here have names and
// sizes all the same, so that a tensor that nobody asks for does no harm and one that is needed is refused by name.
import type { BlockType } from './blockType.ts';
import { Q4_0, Q4_1, Q5_0, Q5_1, Q8_0 } from './plainBlocks.ts';
import { Q2_K, Q3_K, Q4_K, Q5_K, Q6_K } from './superBlocks.ts';
import { IQ4_NL, IQ4_XS, MXFP4, MXFP4_OLLAMA } from './tableBlocks.ts';

/** Every `blockSize` numbers take `blockBytes` bytes. */
export interface GgmlType {
  readonly name: string;
  readonly blockSize: number;
  readonly blockBytes: number;
}

/** Named as in safetensors where both have them. */
const TYPES: Readonly<Record<number, GgmlType>> = {
  0: plain('F32', 4),
  1: plain('F16', 2),
  2: Q4_0,
  3: Q4_1,
  4: MXFP4_OLLAMA, // ggml had another type of that number, and gave it up
  6: Q5_0,
  7: Q5_1,
  8: Q8_0,
  9: { name: 'Q8_1', blockSize: 32, blockBytes: 40 },
  10: Q2_K,
  11: Q3_K,
  12: Q4_K,
  13: Q5_K,
  14: Q6_K,
  15: { name: 'Q8_K', blockSize: 256, blockBytes: 292 },
  16: { name: 'IQ2_XXS', blockSize: 256, blockBytes: 66 },
  17: { name: 'IQ2_XS', blockSize: 256, blockBytes: 74 },
  18: { name: 'IQ3_XXS', blockSize: 256, blockBytes: 98 },
  19: { name: 'IQ1_S', blockSize: 256, blockBytes: 50 },
  20: IQ4_NL,
  21: { name: 'IQ3_S', blockSize: 256, blockBytes: 110 },
  22: { name: 'IQ2_S', blockSize: 256, blockBytes: 82 },
  23: IQ4_XS,
  24: plain('I8', 1),
  25: plain('I16', 2),
  26: plain('I32', 4),
  27: plain('I64', 8),
  28: plain('F64', 8),
  29: { name: 'IQ1_M', blockSize: 256, blockBytes: 56 },
  30: plain('BF16', 2),
  34: { name: 'TQ1_0', blockSize: 256, blockBytes: 54 },
  35: { name: 'TQ2_0', blockSize: 256, blockBytes: 66 },
  39: MXFP4,
  40: { name: 'NVFP4', blockSize: 64, blockBytes: 36 },
  41: { name: 'Q1_0', blockSize: 128, blockBytes: 18 },
};

const BLOCK_TYPES: ReadonlyMap<string, BlockType> = new Map(
  [Q4_0, Q4_1, Q5_0, Q5_1, Q8_0, Q2_K, Q3_K, Q4_K, Q5_K, Q6_K, IQ4_NL, IQ4_XS, MXFP4, MXFP4_OLLAMA].map((type) => [
    type.name,
    type,
  ]),
);

function plain(name: string, blockBytes: number): GgmlType {
  return { name, blockSize: 1, blockBytes };
}

/** Undefined for a number that no version of ggml known here has. */
export function ggmlType(code: number): GgmlType | undefined {
  return Object.hasOwn(TYPES, code) ? TYPES[code] : undefined;
}

/** A quantised type that can be widened, by its name; undefined for all others. */
export function blockType(name: string): BlockType | undefined {
  return BLOCK_TYPES.get(name);
}

/** The names of what blockType() has. */
export const BLOCK_TYPE_NAMES: readonly string[] = [...BLOCK_TYPES.keys()];

/** Whether a type of this name is ggml's alone. */
export function isGgmlType(name: string): boolean {
  return Object.values(TYPES).some((type) => type.name === name && type.blockSize > 1);
}
