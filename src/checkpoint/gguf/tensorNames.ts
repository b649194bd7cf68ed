// The tensors of a GGUF file under Hugging Face's names. llama.cpp has one vocabulary of names for all architectures; the
// table of architectures says which of them are there and what the model's own code calls them. A tensor that the table
// does not have would be left out of the model without a word, so that it is refused. Knows no architecture.
import type { Failure } from '../../contract/failure.ts';
import type { TensorEntry } from '../safetensors.ts';
import type { StoredOrder } from '../storedOrder.ts';

export interface TensorNames {
  /** What Hugging Face has in front of a block's number: 'model.layers.' */
  readonly blocks: string;
  /** Names of a block, without .weight and .bias unless both have it. {e} is the expert's number, where the file has all in one tensor. */
  readonly inBlock: Readonly<Record<string, string>>;
  readonly outside: Readonly<Record<string, string>>;
  /** Tensors outside the blocks that stand beside the model, and are left in the file. */
  readonly beside?: readonly string[];
  /** Tensors of a block that have axes of size 1 here and not there, or the other way round. */
  readonly shapes?: Readonly<Record<string, 'vector' | 'convolution'>>;
}

/** Tensors that say where positions are rotated, which the config is made from, or what no code reads any more. */
const BESIDE = ['rope_freqs', 'rope_factors_long', 'rope_factors_short', 'rope.freqs'];
const BESIDE_IN_BLOCK = ['attn_rot_embd', 'rope_freqs', 'attention.rotary_emb.inv_freq'];

export interface Place {
  /** llama.cpp's name, without block, .weight and .bias. */
  readonly part: string;
  readonly isWeight: boolean;
}

/** How the file has a tensor; undefined where it is as in the model. */
export type OrderOf = (place: Place) => StoredOrder | undefined;

/** Fails with tensor-invalid for a tensor that the architecture does not have. */
export function renamedTensors(
  tensors: ReadonlyMap<string, TensorEntry>,
  names: TensorNames,
  orderOf: OrderOf,
): ReadonlyMap<string, TensorEntry> {
  const renamed = new Map<string, TensorEntry>();
  for (const tensor of tensors.values()) {
    const [, block, part, kind] = /^(?:blk\.(\d+)\.)?(.+?)(\.weight|\.bias|)$/.exec(tensor.name) ?? [];
    if ((block === undefined ? [...BESIDE, ...(names.beside ?? [])] : BESIDE_IN_BLOCK).includes(part)) continue;
    const table = block === undefined ? names.outside : names.inBlock;
    if (part === undefined) throw unknown(tensor);
    const whole = `${part}${kind}`;
    if (!Object.hasOwn(table, part) && !Object.hasOwn(table, whole)) throw unknown(tensor);
    const within = Object.hasOwn(table, whole) ? table[whole] : `${table[part]}${kind}`;
    const name = `${block === undefined ? '' : `${names.blocks}${block}.`}${within}`;
    const order = orderOf({ part, isWeight: kind === '.weight' });
    const shape = kind === '.bias' ? undefined : names.shapes?.[part];
    const renamedOne = { ...tensor, name, ...(shape && { shape: SHAPES[shape](tensor.shape) }) };
    for (const each of name.includes('{e}') ? experts(tensor, name) : [renamedOne])
      renamed.set(each.name, order ? ordered(each, order) : each);
  }
  return renamed;
}

const SHAPES = {
  vector: (shape: readonly number[]) => [shape.reduce((product, size) => product * size, 1)],
  /** [channels, kernel] → [channels, 1, kernel] */
  convolution: ([channels, ...kernel]: readonly number[]) => [channels, 1, ...kernel],
} as const;

/** The tensor with the shape that it has in the model. */
function ordered(tensor: TensorEntry, order: StoredOrder): TensorEntry {
  const shape = order.kind === 'transposed' ? tensor.shape.toReversed() : tensor.shape;
  return { ...tensor, shape, order };
}

/** The most so far are 512. */
const MAX_EXPERTS = 4096;

/** The experts of a joined tensor one by one, each a part of its bytes. [experts, out, in] → [out, in] each */
function experts(tensor: TensorEntry, name: string): readonly TensorEntry[] {
  const [count, ...shape] = tensor.shape;
  if (count > MAX_EXPERTS) throw invalid(tensor, `${count} experts, more than the ${MAX_EXPERTS} expected`);
  const bytes = tensor.bytes / count;
  return Array.from({ length: count }, (_, i) => ({
    ...tensor,
    ...{ name: name.replace('{e}', String(i)), shape, bytes, offset: tensor.offset + i * bytes },
  }));
}

function unknown(tensor: TensorEntry): Failure {
  return invalid(tensor, 'the architecture that the file names has no such tensor here');
}

function invalid({ file, name: tensor }: TensorEntry, problem: string): Failure {
  return { code: 'tensor-invalid', file, tensor, problem };
}
