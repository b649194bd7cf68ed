// A checkpoint folder as Hugging Face writes it: config.json and model.safetensors, opened without reading weights.
// Tensors are handed out by name only after their shape was checked. Knows no architecture.
import { basename, join } from 'node:path';
import type { Failure } from '../engine/failure.ts';
import { Config } from './config.ts';
import { readSafetensorsHeader, type TensorEntry } from './safetensors.ts';

export interface Checkpoint {
  readonly folder: string;
  readonly name: string;
  readonly config: Config;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  /** Sums over all tensors of the file, buffers that are no parameters included. */
  readonly weightBytes: number;
}

const WEIGHTS = 'model.safetensors';

export async function openCheckpoint(folder: string): Promise<Checkpoint> {
  const config = await Config.read(folder);
  const tensors = await readSafetensorsHeader(join(folder, WEIGHTS));
  const weightBytes = [...tensors.values()].reduce((sum, tensor) => sum + tensor.bytes, 0);
  return { folder, name: basename(folder), config, tensors, weightBytes };
}

/** Looks the tensor up and checks what the architecture needs. Fails with tensor-missing, tensor-invalid. */
export function floatTensor(checkpoint: Checkpoint, name: string, shape: readonly number[]): TensorEntry {
  const tensor = checkpoint.tensors.get(name);
  const file = join(checkpoint.folder, WEIGHTS);
  if (!tensor) throw { code: 'tensor-missing', file, tensor: name } satisfies Failure;
  if (tensor.dtype !== 'F32' && tensor.dtype !== 'F16' && tensor.dtype !== 'BF16') {
    throw {
      code: 'tensor-invalid',
      file,
      tensor: name,
      problem: `${tensor.dtype} where F32, F16 or BF16 is needed`,
    } satisfies Failure;
  }
  if (tensor.shape.join() !== shape.join()) {
    throw {
      code: 'tensor-invalid',
      file,
      tensor: name,
      problem: `config.json says [${shape}], the file has [${tensor.shape}]`,
    } satisfies Failure;
  }
  return tensor;
}
