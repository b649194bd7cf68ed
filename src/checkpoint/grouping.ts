// What all matrices have in common that are whole numbers times scales of groups, in the blocks of a GGUF file or as other
// methods pack them: what their codes mean. Knows no graph.
import { blockType } from './ggml/ggmlTypes.ts';
import type { Grouping } from './quantised/packing.ts';
import type { TensorEntry } from './safetensors.ts';

const MIDDLE_OF_FOUR_BITS = 8;
/** Types of ggml's with offsets and more than 4 bits have 5 of them. */
const MIDDLE_OF_FIVE_BITS = 16;

/** Undefined where a tensor is no such matrix. */
export function groupingOf({ dtype, packing }: TensorEntry): Grouping | undefined {
  if (packing) return packing.groups;
  const type = blockType(dtype);
  if (!type) return undefined;
  const { groupSize, codeBits, zero, hasOffset } = type;
  return { groupSize, codeBits, zero, hasOffset, centre: codeBits === 4 ? MIDDLE_OF_FOUR_BITS : MIDDLE_OF_FIVE_BITS };
}
