// The files that make a model what it is, weights and tokenizer, with their sizes and SHA-256. A file is read once, until it
// changes. Knows no hub and no model.
import { createHash } from 'node:crypto';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { isRecord } from '../contract/isRecord.ts';
import { MAX_INDEX_BYTES } from '../contract/shardNames.ts';
import { hashFile, type ReadOptions } from './digest.ts';
import { folderOfModel, isGgufPath, parseGgufName } from './ggufName.ts';
import { SHARD_INDEX, shardsOf, TOKENIZERS, WEIGHTS } from './modelListing.ts';

export interface ModelFile {
  /** Inside the folder. */
  readonly name: string;
  readonly bytes: number;
}

/** Where checksums are kept between two windows, such as a memento of VS Code. */
export interface DigestStore {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const KEY = 'tokenscope.fileDigests';
/** What a folder may have in place of all others. */
const GGUF = 'model.gguf';
/** Of the last files that were read: enough for the shards of several models. */
const MOST_KEPT = 500;

interface Kept {
  readonly path: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  readonly sha256: string;
}

/**
 * Of a folder the weights or their index and shards, and the tokenizer, as far as they are there; of a GGUF file all of its
 * parts. By name, in folderOfModel().
 */
export async function modelFiles(path: string): Promise<readonly ModelFile[]> {
  const names = isGgufPath(path) ? await partsOf(path) : await namesIn(path);
  const found = await Promise.all(
    names.map(async (name) => {
      const stats = await stat(join(folderOfModel(path), name)).catch(() => undefined);
      return stats?.isFile() ? [{ name, bytes: stats.size }] : [];
    }),
  );
  return found.flat().sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function partsOf(path: string): Promise<readonly string[]> {
  const first = parseGgufName(basename(path));
  if (!first || first.parts === 1) return [basename(path)];
  const names = await readdir(dirname(path)).catch(() => []);
  return names.filter((name) => {
    const part = parseGgufName(name);
    return part?.stem === first.stem && part.parts === first.parts;
  });
}

async function namesIn(folder: string): Promise<readonly string[]> {
  const index = join(folder, SHARD_INDEX);
  const indexBytes = (await stat(index).catch(() => undefined))?.size ?? Number.POSITIVE_INFINITY;
  const shards = indexBytes <= MAX_INDEX_BYTES ? (shardsOf(await readFile(index, 'utf8').catch(() => '')) ?? []) : [];
  return [...new Set([WEIGHTS, SHARD_INDEX, GGUF, ...shards, ...TOKENIZERS.flat()])];
}

/** The SHA-256 of the file where it is known without reading it. */
export async function knownDigest(store: DigestStore, model: string, name: string): Promise<string | undefined> {
  const file = await fileAt(model, name);
  return file && keptOf(store).find((one) => isSame(one, file))?.sha256;
}

/** Reads the file unless its SHA-256 is known. Rejects with the file system's error, and when it is cancelled. */
export async function fileDigest(
  store: DigestStore,
  model: string,
  name: string,
  options: ReadOptions,
): Promise<string> {
  const known = await knownDigest(store, model, name);
  if (known !== undefined) return known;
  const before = await fileAt(model, name);
  const hash = createHash('sha256');
  await hashFile(hash, join(folderOfModel(model), name), options);
  const sha256 = hash.digest('hex');
  const after = await fileAt(model, name);
  if (before && after && isSame(before, after)) {
    const others = keptOf(store).filter(({ path }) => path !== after.path);
    await store.update(KEY, [...others, { ...after, sha256 }].slice(-MOST_KEPT));
  }
  return sha256;
}

type FileAt = Omit<Kept, 'sha256'>;

/** Links are followed, since several folders may share a file. */
async function fileAt(model: string, name: string): Promise<FileAt | undefined> {
  try {
    const path = await realpath(join(folderOfModel(model), name));
    const { size, mtimeMs } = await stat(path);
    return { path, bytes: size, modifiedMs: mtimeMs };
  } catch {
    return undefined;
  }
}

function isSame(a: FileAt, b: FileAt): boolean {
  return a.path === b.path && a.bytes === b.bytes && a.modifiedMs === b.modifiedMs;
}

function keptOf(store: DigestStore): readonly Kept[] {
  const kept = store.get(KEY);
  return Array.isArray(kept) ? kept.filter(isKept) : [];
}

function isKept(value: unknown): value is Kept {
  if (!isRecord(value)) return false;
  const { path, bytes, modifiedMs, sha256 } = value;
  const texts = [path, sha256].every((one) => typeof one === 'string');
  return texts && [bytes, modifiedMs].every((one) => typeof one === 'number');
}
