// The weights that a tensor of codes stands for: methods of quantising pack them into integers, which mean nothing without the
// scales in other tensors. Knows no method.
import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import type { TensorEntry } from '../checkpoint/safetensors.ts';
import { isFailure } from '../contract/failure.ts';
import { modelPath } from './modelPath.ts';

/**
 * The model's maps whose codes lie in this tensor, several where experts are stacked; empty where the tensor is none of codes, or
 * the file no model that is read here.
 */
export async function packedWeights(path: string, codes: TensorEntry): Promise<readonly TensorEntry[]> {
  const model = await modelPath(path);
  if (model === undefined) return [];
  try {
    const { tensors } = await openCheckpoint(model);
    const end = codes.offset + codes.bytes;
    return [...tensors.values()].filter(
      ({ packing, file, offset }) => packing && file === codes.file && offset >= codes.offset && offset < end,
    );
  } catch (failure) {
    if (isFailure(failure)) return []; // what is wrong is said where the file itself is shown
    throw failure;
  }
}
