// A GGUF file as a checkpoint: config and names of tensors as Hugging Face has them. A model may be split into several
// files, of which any one stands for all. Knows no architecture.
import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Failure } from '../../contract/failure.ts';
import type { Config } from '../config.ts';
import { fileExists } from '../jsonFile.ts';
import type { TensorEntry } from '../safetensors.ts';
import { headsTogether, pairsAsNeighbours, type StoredOrder } from '../storedOrder.ts';
import { type GgufModel, ggufModel } from './ggufConfig.ts';
import { type GgufHeader, isGguf, readGgufHeader } from './ggufHeader.ts';
import type { Metadata } from './metadata.ts';
import { type OrderOf, type Place, renamedTensors } from './tensorNames.ts';

/** What a checkpoint folder has beside config.json, in place of a GGUF file. */
const OTHER_WEIGHTS = ['model.safetensors', 'model.safetensors.index.json', 'tokenscope.json'];
const NAME = 'model.gguf';

/**
 * The GGUF file that a path means: the path itself, whatever its name is (Ollama's have none), or the one file of a folder
 * that has no other weights. Undefined where there is none. Fails with file-unreadable where it could be one of several.
 */
export async function ggufFileOf(path: string): Promise<string | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile()) return /\.gguf$/i.test(path) || (await isGguf(path)) ? path : undefined;
  if (!found?.isDirectory()) return /\.gguf$/i.test(path) ? path : undefined;
  const names = await readdir(path);
  if (OTHER_WEIGHTS.some((name) => names.includes(name))) return undefined;
  const candidates = names.filter(isModel).toSorted();
  if (candidates.includes(NAME)) return join(path, NAME);
  if (candidates.length <= 1) return candidates.length ? join(path, candidates[0]) : undefined;
  const problem = `it holds several models, ${candidates.join(', ')}: choose one of the files`;
  throw { code: 'file-unreadable', file: path, problem } satisfies Failure;
}

/** Not the part of a model that sees pictures, and of a split one the first part alone. */
function isModel(name: string): boolean {
  const part = PART.exec(name);
  return /\.gguf$/i.test(name) && !/^mmproj/i.test(name) && (!part || Number(part[2]) === 1);
}

/** What a checkpoint is made of. */
export interface OpenedGguf {
  readonly config: Config;
  readonly weightsFile: string;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly sentences: GgufSentences;
}

/** What llama.cpp is told about vectors of whole texts. */
export interface GgufSentences {
  /** The key that says how the vectors of all tokens become one. */
  readonly key: string;
  /** Undefined where the file does not have it. */
  readonly poolingType: number | undefined;
}

/** Fails with file-missing, file-unreadable, gguf-header, gguf-part-missing, tensor-invalid, config-unsupported. */
export async function openGguf(file: string): Promise<OpenedGguf> {
  const header = await readGguf(file);
  const model = await ggufModel(header);
  const { architecture, keys } = model;
  const { drafting, layers } = keys;
  const parts = architecture.parts?.(keys);
  const renamed = renamedTensors(header.tensors, architecture.names, {
    ...{ orderOf: orderFor(model), parts, layers: drafting > 0 ? layers : undefined },
  });
  const tensors = new Map([...renamed, ...(await listedTensors(header.metadata, model))]);
  const poolingKey = `${header.metadata.text('general.architecture')}.pooling_type`;
  const sentences = { key: poolingKey, poolingType: keys.number('pooling_type') };
  return { config: model.config, weightsFile: file, tensors, sentences };
}

/** Tensors of blocks whose numbers stand in the metadata: each is a part of the header's bytes. */
async function listedTensors(
  metadata: Metadata,
  { architecture, keys }: GgufModel,
): Promise<readonly (readonly [string, TensorEntry])[]> {
  const { blocks } = architecture.names;
  const place = { file: metadata.file, storedIn: await realpath(metadata.file), dtype: 'F32', bytes: 4 };
  return Object.entries(architecture.listed ?? {}).flatMap(([key, { name, shape }]) => {
    const { at, length } = metadata.floatsAt(key) ?? keys.refuse(`it has no list of numbers ${key}`);
    if (length !== keys.layers) throw invalid(metadata.file, `${key} has ${length} numbers for ${keys.layers} layers`);
    return Array.from({ length }, (_, layer) => {
      const whole = `${blocks}${layer}.${name}`;
      return [whole, { ...place, name: whole, shape, offset: at + 4 * layer }] as const;
    });
  });
}

/** What the converter did to a tensor. */
function orderFor({ architecture, keys }: GgufModel): OrderOf {
  const { heads, dHead, number } = keys;
  const { pairs, joined, norms, transposed = [], exponentials = [] } = architecture;
  const own = architecture.orders?.(keys) ?? {};
  const groups = joined === 'byGroup' ? (number('attention.head_count_kv') ?? heads) : heads;
  return ({ part, isWeight }: Place): StoredOrder | undefined => {
    if (Object.hasOwn(own, part)) return own[part];
    if (pairs && (part === 'attn_q' || part === 'attn_k')) return pairsAsNeighbours(dHead);
    if (joined && part === 'attn_qkv') return headsTogether(heads, dHead, groups);
    if (exponentials.includes(part)) return { kind: 'minusExponential' };
    if (norms && isWeight && part.endsWith('norm') && part !== 'ssm_norm') return { kind: 'plusOne' };
    return isWeight && transposed.includes(part) ? { kind: 'transposed' } : undefined;
  };
}

/** name-00002-of-00003.gguf */
const PART = /^(.*)-(\d{5})-of-(\d{5})\.gguf$/i;
/** The most parts that are looked for; published models have at most some hundred. */
const MAX_PARTS = 10_000;

/** The header of a file, with the tensors of all its parts. Fails with gguf-part-missing, gguf-header. */
export async function readGguf(file: string): Promise<GgufHeader> {
  const header = await readGgufHeader(file);
  const parts = header.metadata.number('split.count') ?? 1;
  if (parts <= 1) return header;
  const [, name, , count] = PART.exec(basename(file)) ?? [];
  if (name === undefined || Number(count) !== parts || parts > MAX_PARTS)
    throw invalid(file, `it is one of ${parts} parts, and is not called name-00001-of-0000n.gguf`);
  const all: TensorEntry[] = [];
  let first = header;
  for (let part = 1; part <= parts; part++) {
    const path = join(dirname(file), `${name}-${String(part).padStart(5, '0')}-of-${count}.gguf`);
    if (!(await fileExists(path)))
      throw { code: 'gguf-part-missing', file, part: basename(path), parts } satisfies Failure;
    const read = path === file ? header : await readGgufHeader(path);
    if (part === 1) first = read;
    if ((read.metadata.number('split.no') ?? part - 1) !== part - 1)
      throw invalid(path, `its metadata says that it is part ${(read.metadata.number('split.no') ?? 0) + 1}`);
    all.push(...read.tensors.values());
  }
  return { metadata: first.metadata, tensors: withUniqueNames(all, first) };
}

function withUniqueNames(all: readonly TensorEntry[], { metadata }: GgufHeader): ReadonlyMap<string, TensorEntry> {
  const tensors = new Map(all.map((tensor) => [tensor.name, tensor]));
  const expected = metadata.number('split.tensors.count') ?? all.length;
  if (tensors.size === all.length && all.length === expected) return tensors;
  throw invalid(metadata.file, `its parts have ${tensors.size} tensors, and ${expected} are named`);
}

function invalid(file: string, problem: string): Failure {
  return { code: 'gguf-header', file, problem };
}
