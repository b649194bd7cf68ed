// The cache that Hugging Face's own libraries keep, used in place. The files of models--owner--name/snapshots/COMMIT/
// are links into blobs/, where files are named after their checksums; refs/NAME holds a commit.
// Layout: https://huggingface.co/docs/huggingface_hub/guides/manage-cache
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { MAX_INDEX_BYTES } from '../contract/shardNames.ts';
import type { HubFile } from './hubRepo.ts';
import { SHARD_INDEX, shardsOf, TOKENIZERS, WEIGHTS } from './modelListing.ts';

export interface CachedModel {
  /** owner/name, or a name alone for the oldest models. */
  readonly repo: string;
  readonly commit: string;
  /** The names that refer to this commit here, such as main. */
  readonly refs: readonly string[];
  /** The snapshot's folder, which is a model folder. */
  readonly folder: string;
  readonly bytes: number;
}

/** The folder of the cache, found in the same way as by huggingface_hub. */
export function hubCacheFolder(environment: Readonly<Record<string, string | undefined>>, home = homedir()): string {
  const { HF_HUB_CACHE, HUGGINGFACE_HUB_CACHE, HF_HOME, XDG_CACHE_HOME } = environment;
  const cache = HF_HOME || join(XDG_CACHE_HOME || join(home, '.cache'), 'huggingface');
  return resolve((HF_HUB_CACHE || HUGGINGFACE_HUB_CACHE || join(cache, 'hub')).replace(/^~(?=$|[\\/])/, home));
}

/** The snapshots that have what the engine needs; others belong to other tools. Empty where there is no cache. */
export async function cachedModels(cache: string): Promise<readonly CachedModel[]> {
  return await snapshotsWith(cache, isUsable);
}

/** The snapshots that have a tokenizer, with weights or without. */
export async function cachedTokenizers(cache: string): Promise<readonly CachedModel[]> {
  return await snapshotsWith(cache, async (_folder, sizes) => hasTokenizer(sizes));
}

type Check = (folder: string, sizes: ReadonlyMap<string, number>) => Promise<boolean>;

async function snapshotsWith(cache: string, isWanted: Check): Promise<readonly CachedModel[]> {
  const entries = await readdir(cache).catch(() => []);
  const repos = entries.filter((name) => name.startsWith('models--')).toSorted();
  const models = await Promise.all(repos.map((name) => snapshots(join(cache, name), isWanted)));
  return models.flat();
}

async function snapshots(repoFolder: string, isWanted: Check): Promise<CachedModel[]> {
  const repo = basename(repoFolder).slice('models--'.length).replace('--', '/');
  const refs = await readRefs(join(repoFolder, 'refs'));
  const commits = await readdir(join(repoFolder, 'snapshots')).catch(() => []);
  const models = await Promise.all(
    commits.map(async (commit) => {
      const folder = join(repoFolder, 'snapshots', commit);
      const sizes = await fileSizes(folder);
      if (!(await isWanted(folder, sizes))) return [];
      const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
      return [{ repo, commit, refs: refs.get(commit) ?? [], folder, bytes }];
    }),
  );
  return models.flat();
}

/** Whether all is there that the model is opened with. What other tools fetched, or left half done, often lacks some. */
export async function isUsable(folder: string, sizes: ReadonlyMap<string, number>): Promise<boolean> {
  if (!hasTokenizer(sizes) || !sizes.has('config.json')) return false;
  if (sizes.has(WEIGHTS)) return true;
  const indexBytes = sizes.get(SHARD_INDEX);
  if (indexBytes === undefined || indexBytes > MAX_INDEX_BYTES) return false;
  const index = await readFile(join(folder, SHARD_INDEX), 'utf8').catch(() => '');
  return shardsOf(index)?.every((name) => sizes.has(name)) ?? false;
}

function hasTokenizer(sizes: ReadonlyMap<string, number>): boolean {
  return TOKENIZERS.some((files) => files.every((name) => sizes.has(name)));
}

/** The sizes of a folder's files by name; links whose blob is gone are left out. */
async function fileSizes(folder: string): Promise<ReadonlyMap<string, number>> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(
    names.map(async (name) => {
      const stats = await stat(join(folder, name)).catch(() => undefined);
      return stats?.isFile() ? [[name, stats.size] as const] : [];
    }),
  );
  return new Map(sizes.flat());
}

/** The names of each commit. Those of pull requests are in nested folders: refs/refs/pr/1. */
async function readRefs(folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const refs = new Map<string, string[]>();
  for (const name of names.toSorted()) {
    const commit = (await readFile(join(folder, name), 'utf8').catch(() => '')).trim(); // '' for a folder
    if (commit) refs.set(commit, [...(refs.get(commit) ?? []), name.replaceAll('\\', '/')]);
  }
  return refs;
}

/**
 * A snapshot's files with the checksums that the names of their blobs state. Where links are impossible, files are
 * copies and have no checksum; they are left out.
 */
export async function cachedFiles(folder: string): Promise<readonly HubFile[]> {
  const sizes = await fileSizes(folder);
  const files = await Promise.all(
    [...sizes].map(async ([name, sizeBytes]): Promise<HubFile[]> => {
      const hex = basename(await realpath(join(folder, name)));
      if (/^[0-9a-f]{64}$/.test(hex)) return [{ name, sizeBytes, digest: { algorithm: 'sha256', hex } }];
      return /^[0-9a-f]{40}$/.test(hex) ? [{ name, sizeBytes, digest: { algorithm: 'git-blob', hex } }] : [];
    }),
  );
  return files.flat();
}
