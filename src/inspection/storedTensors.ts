// The tensors of a file as it names and stores them, with those of all other files that the model was split into. Knows formats,
// no architecture.
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Metadata } from '../checkpoint/gguf/metadata.ts';
import { readGguf } from '../checkpoint/gguf/openGguf.ts';
import { fileExists, readTextFile } from '../checkpoint/jsonFile.ts';
import { readSafetensorsHeader, type TensorEntry } from '../checkpoint/safetensors.ts';
import { parseStrictJson } from '../checkpoint/strictJson.ts';
import type { Failure } from '../contract/failure.ts';
import type { FilePart, FileTensor } from '../contract/modelFile.ts';
import { MAX_INDEX_BYTES, shardNames } from '../contract/shardNames.ts';
import { checkNoStandIn } from './standIn.ts';

const INDEX = 'model.safetensors.index.json';

export interface StoredTensors {
  readonly entries: readonly TensorEntry[];
  /** Whole paths, in the order of the parts. */
  readonly files: readonly string[];
  /** Of a GGUF file. */
  readonly metadata: Metadata | undefined;
}

/** Fails as the readers of the formats do, and for a shard as checkNoStandIn(). */
export async function storedTensors(path: string): Promise<StoredTensors> {
  if (/\.gguf$/i.test(path)) return await ofGguf(path);
  if (/\.json$/i.test(path)) return await ofIndex(path);
  const index = join(dirname(path), INDEX);
  const isShard = (await fileExists(index)) && (await shardsOf(index)).includes(basename(path));
  return isShard ? await ofIndex(index) : withFiles([...(await readSafetensorsHeader(path)).values()]);
}

/** As the editor shows them. */
export function fileTensors({ entries, files }: StoredTensors): readonly FileTensor[] {
  return entries.map(({ name, file, dtype, shape, bytes, offset, weights }) => ({
    ...{ name, type: dtype, shape, bytes, offset, weights: weights ?? elements(shape) },
    part: files.indexOf(file),
  }));
}

export async function fileParts(files: readonly string[]): Promise<readonly FilePart[]> {
  const sizes = await Promise.all(files.map(async (file) => (await stat(file)).size));
  return files.map((file, i) => ({ name: basename(file), bytes: sizes[i] }));
}

export function elements(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

async function ofGguf(path: string): Promise<StoredTensors> {
  const { metadata, tensors } = await readGguf(path);
  const stored = withFiles([...tensors.values()], metadata);
  return stored.files.length > 0 ? stored : { ...stored, files: [path] };
}

async function ofIndex(index: string): Promise<StoredTensors> {
  const entries: TensorEntry[] = [];
  for (const shard of await shardsOf(index)) {
    const file = join(dirname(index), shard);
    await checkNoStandIn(file);
    for (const entry of (await readSafetensorsHeader(file)).values()) entries.push(entry);
  }
  return withFiles(entries);
}

async function shardsOf(index: string): Promise<readonly string[]> {
  const names = shardNames(parseStrictJson(await readTextFile(index, MAX_INDEX_BYTES), index).weight_map);
  if (typeof names === 'string') throw { code: 'json-invalid', file: index, problem: names } satisfies Failure;
  return names;
}

function withFiles(entries: readonly TensorEntry[], metadata?: Metadata): StoredTensors {
  return { entries, files: [...new Set(entries.map(({ file }) => file))], metadata };
}
