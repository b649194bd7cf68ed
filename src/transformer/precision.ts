// How the matrices of a checkpoint are kept where nobody said it, or where what was said does not apply. Half precision
// means the numbers of the file as they are, widened when they are used: no number changes. The file knows no graphs.

import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { blockType } from '../checkpoint/ggml/ggmlTypes.ts';
import { groupingOf } from '../checkpoint/grouping.ts';
import type { TensorEntry } from '../checkpoint/safetensors.ts';
import type { Precision } from '../contract/engineOptions.ts';
import type { Runtime } from '../runtime/runtime.ts';

/**
 * Bytes of half precision from which on it is kept. Widened, so much is a quarter of a gigabyte and takes 0.3 s to make;
 * kept, a token takes 1.5 times as long to generate, which nobody sees of 10 ms. Above, waiting for the first
 * explanation (2 s or more for 536 MB, half a second kept half) and memory count for more. Figures: docs/precision.md.
 */
const KEPT_HALF_FROM_BYTES = 128 * 1024 * 1024;

/**
 * Bytes of weights up to which matrices in blocks of 8 bits are multiplied with x in parts (onnx/inParts.ts). A token of a
 * file of 400 MB then takes 0.6 of the time, and its weights 1.2 times the memory, which counts for more in a large model.
 */
const IN_PARTS_UP_TO_BYTES = 2 * 1024 ** 3;

export function mayBeInParts({ weightBytes }: Checkpoint, { keepsRounded }: Runtime): boolean {
  return keepsRounded && weightBytes <= IN_PARTS_UP_TO_BYTES;
}

/**
 * half where the file has nothing half is float32: the same numbers, in place. A file whose weights are quantised keeps its
 * blocks, which is what half means of it, and fast means something of it alone, where its weights are whole numbers.
 */
export function precisionFor({ tensors }: Checkpoint, asked: 'auto' | Precision): Precision {
  if (asked === 'float32' || asked === 'int8' || asked === 'int4') return asked;
  const all = [...tensors.values()];
  if (all.some(isQuantised)) return asked === 'fast' && all.some(groupingOf) ? 'fast' : 'stored';
  const half = all.filter(({ dtype }) => dtype === 'F16' || dtype === 'BF16');
  const bytes = half.reduce((sum, tensor) => sum + tensor.bytes, 0);
  if (asked === 'half') return bytes > 0 ? 'half' : 'float32';
  return bytes >= KEPT_HALF_FROM_BYTES ? 'half' : 'float32';
}

function isQuantised({ dtype, packing }: TensorEntry): boolean {
  return packing !== undefined || blockType(dtype) !== undefined;
}
