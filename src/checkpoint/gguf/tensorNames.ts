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
  /** What sees pictures, hears, and leads to the text model may be in the file, too; none of it is read. */
  readonly towers?: true;
  /** Tensors of a block that have axes of size 1 here and not there, or the other way round. */
  readonly shapes?: Readonly<Record<string, 'vector' | 'convolution'>>;
}

/** One of several tensors that lie below one another in a tensor of the file. */
export interface Part {
  /** Without .weight and .bias. */
  readonly name: string;
  readonly rows: number;
}

/** A tensor of a block whose numbers a list in the metadata has. */
export interface ListedTensor {
  readonly name: string;
  readonly shape: readonly number[];
}

/** v.blk.0.attn_q.weight, mm.input_projection.weight, a.conv1d.0.weight */
const TOWERS = /^(v|mm|a)\./;

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

export interface Arrangement {
  readonly orderOf: OrderOf;
  readonly parts?: Readonly<Record<string, readonly Part[]>> | undefined;
  /** Blocks from this one on only draft tokens for the model to judge, which no code here does. */
  readonly layers?: number | undefined;
}

/** Fails with tensor-invalid for a tensor that the architecture does not have. */
export function renamedTensors(
  tensors: ReadonlyMap<string, TensorEntry>,
  names: TensorNames,
  { orderOf, parts = {}, layers = Number.POSITIVE_INFINITY }: Arrangement,
): ReadonlyMap<string, TensorEntry> {
  const renamed = new Map<string, TensorEntry>();
  for (const tensor of tensors.values()) {
    const [, block, part, kind] = /^(?:blk\.(\d+)\.)?(.+?)(\.weight|\.bias|)$/.exec(tensor.name) ?? [];
    if (names.towers && TOWERS.test(tensor.name)) continue;
    if ((block === undefined ? [...BESIDE, ...(names.beside ?? [])] : BESIDE_IN_BLOCK).includes(part)) continue;
    if (Number(block) >= layers) continue;
    const table = block === undefined ? names.outside : names.inBlock;
    if (part === undefined) throw unknown(tensor);
    const whole = `${part}${kind}`;
    const before = block === undefined ? '' : `${names.blocks}${block}.`;
    if (block !== undefined && Object.hasOwn(parts, part)) {
      for (const each of apart(tensor, parts[part]))
        renamed.set(`${before}${each.name}${kind}`, { ...each, name: `${before}${each.name}${kind}` });
      continue;
    }
    if (!Object.hasOwn(table, part) && !Object.hasOwn(table, whole)) throw unknown(tensor);
    const name = `${before}${Object.hasOwn(table, whole) ? table[whole] : `${table[part]}${kind}`}`;
    const order = orderOf({ part, isWeight: kind === '.weight' });
    const shape = kind === '.bias' ? undefined : names.shapes?.[part];
    const renamedOne = { ...tensor, name, ...(shape && { shape: SHAPES[shape](tensor.shape) }) };
    for (const each of name.includes('{e}') ? experts(tensor, name) : [renamedOne])
      renamed.set(each.name, order ? ordered(each, order) : each);
  }
  return renamed;
}

/** Each of the tensors that lie below one another: [rows, …] → [its rows, …] */
function apart(tensor: TensorEntry, parts: readonly Part[]): readonly TensorEntry[] {
  const [all, ...row] = tensor.shape;
  const expected = parts.reduce((sum, { rows }) => sum + rows, 0);
  if (all !== expected)
    throw invalid(tensor, `${all} rows where ${parts.map(({ rows }) => rows).join(' + ')} are needed`);
  let first = 0;
  return parts.map(({ name, rows }) => {
    const offset = tensor.offset + (first / all) * tensor.bytes;
    first += rows;
    return { ...tensor, name, shape: [rows, ...row], offset, bytes: (rows / all) * tensor.bytes };
  });
}

const SHAPES = {
  vector: (shape: readonly number[]) => [shape.reduce((product, size) => product * size, 1)],
  /** [channels, kernel] → [channels, 1, kernel] */
  convolution: ([channels, ...kernel]: readonly number[]) => [channels, 1, ...kernel],
} as const;

/** The tensor with the shape that it has in the model. Rows or columns that change places have to be there. */
function ordered(tensor: TensorEntry, order: StoredOrder): TensorEntry {
  const rows = order.kind === 'minusExponential' ? order.rows : order.kind === 'rows' ? order : undefined;
  const [has, columns] = tensor.shape;
  if (rows && !(rows.span > 0 && has % rows.span === 0))
    throw invalid(tensor, `${has} rows, which is no multiple of the ${rows.span} that its heads take`);
  if (order.kind === 'columns' && columns !== order.columns.length)
    throw invalid(tensor, `${columns} columns where its heads take ${order.columns.length}`);
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
