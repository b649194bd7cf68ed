// The maps of a quantised checkpoint by name, and the tensors that each is made of, with every type and shape checked. Knows
// no method.
import type { Failure } from '../../contract/failure.ts';
import type { TensorEntry } from '../safetensors.ts';
import type { Packing } from './packing.ts';

export type Tensors = ReadonlyMap<string, TensorEntry>;

/** The parts of all modules that have a tensor of that name: 'scales' → model.layers.0.mlp.up_proj, … */
export function modulesWith(tensors: Tensors, part: string): readonly string[] {
  const ending = `.${part}`;
  return [...tensors.keys()].filter((name) => name.endsWith(ending)).map((name) => name.slice(0, -ending.length));
}

export interface PartNeeded {
  readonly dtypes: readonly string[];
  readonly shape?: readonly number[];
  /** Why the shape is needed: 'config.json says 4 bits in groups of 64'. */
  readonly because?: string;
}

/** Fails with tensor-missing, and with tensor-invalid where type or shape is another one. */
export function partOf(tensors: Tensors, of: TensorEntry, name: string, needed: PartNeeded): TensorEntry {
  const part = tensors.get(name);
  if (!part) throw { code: 'tensor-missing', file: of.file, tensor: name } satisfies Failure;
  if (!needed.dtypes.includes(part.dtype))
    throw invalid(part, `${part.dtype} where ${needed.dtypes.join(' or ')} is needed`);
  if (needed.shape && part.shape.join() !== needed.shape.join()) {
    const because = needed.because ? `${needed.because}: ` : '';
    throw invalid(part, `${because}[${needed.shape}] is needed, the file has [${part.shape}]`);
  }
  return part;
}

/** The types that scales have. */
export const FLOATS = ['F32', 'F16', 'BF16'] as const;

/** What the model's code asks for, in place of the tensor that it was packed into. */
export function packedEntry(
  codes: TensorEntry,
  name: string,
  shape: readonly [rows: number, width: number],
  packing: Packing,
): TensorEntry {
  return { ...codes, name, dtype: packing.storage.method, shape, packing };
}

export function invalid({ file, name: tensor }: TensorEntry, problem: string): Failure {
  return { code: 'tensor-invalid', file, tensor, problem };
}
