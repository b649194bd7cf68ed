// The folder where downloaded models are kept: lists, removes and verifies them. Knows no network.
import { randomUUID } from 'node:crypto';
import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile, type ReadOptions, startHash } from './digest.ts';
import { diskFailure } from './diskFailure.ts';
import { isGgufName } from './ggufName.ts';
import type { HubFile } from './hubRepo.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { modelFolderName, repoIdText, variantText } from './repoId.ts';
import { cancelled } from './retry.ts';

/** The ending of the name of an unfinished model's folder. */
export const PARTIAL = '.partial';

export type StoredModel =
  | { readonly kind: 'whole'; readonly folder: string; readonly manifest: Manifest; readonly bytes: number }
  /** A download that broke off; downloading the same commit continues it. */
  | { readonly kind: 'unfinished'; readonly folder: string; readonly manifest: Manifest; readonly bytes: number };

/** What is opened of a model in a folder: its GGUF file, of a split one the first part, or else the folder. */
export function openedPath(folder: string, { files }: Pick<Manifest, 'files'>): string {
  const gguf = files.find(({ name }) => isGgufName(name));
  return gguf ? join(folder, gguf.name) : folder;
}

/** owner/name@revision, with the one of several models. */
export function storedName({ repo, revision, variant }: Manifest): string {
  return variantText({ repo: repoIdText({ repo, revision }), variant });
}

/** The models of the store, by name; empty where there is no store yet. */
export async function storedModels(store: string): Promise<readonly StoredModel[]> {
  const entries = await readdir(store, { withFileTypes: true }).catch(() => []);
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const models = await Promise.all(folders.toSorted().map((name) => storedModel(join(store, name), name)));
  return models.filter((model) => model !== undefined);
}

async function storedModel(folder: string, folderName: string): Promise<StoredModel | undefined> {
  const manifest = await readManifest(folder);
  if (!manifest) return undefined;
  const name = modelFolderName(manifest.repo, manifest.commit, manifest.variant);
  if (folderName === name) return { kind: 'whole', folder, manifest, bytes: await folderBytes(folder) };
  if (folderName !== `${name}${PARTIAL}`) return undefined;
  return { kind: 'unfinished', folder, manifest, bytes: await folderBytes(folder) };
}

async function folderBytes(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  const sizes = await Promise.all(names.map((name) => sizeOrZero(join(folder, name))));
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** The size of a file in bytes; 0 where there is none. */
export async function sizeOrZero(path: string): Promise<number> {
  return await stat(path).then(
    ({ size }) => size,
    () => 0,
  );
}

/**
 * Removes a folder, if there is one. It is renamed first, so that nobody finds half a model. Fails with
 * folder-unwritable, disk-full.
 */
export async function removeFolder(folder: string): Promise<void> {
  const aside = `${folder}.${randomUUID()}.removed`;
  const moved = await rename(folder, aside).then(
    () => true,
    async (error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? false : await diskFailure(folder)(error)),
  );
  if (moved) await rm(aside, { recursive: true, force: true, maxRetries: 3 }).catch(diskFailure(folder));
}

export interface DamagedFile {
  readonly name: string;
  readonly problem: 'missing' | 'changed';
}

/** Hashes every file anew and gives those that are not as the hub stated. Fails with cancelled. */
export async function verifyFiles(
  files: readonly HubFile[],
  pathOf: (name: string) => string,
  options: ReadOptions,
): Promise<readonly DamagedFile[]> {
  const damaged: DamagedFile[] = [];
  for (const file of files) {
    const problem = await fileProblem(file, pathOf(file.name), options);
    if (problem) damaged.push({ name: file.name, problem });
  }
  return damaged;
}

async function fileProblem(
  { sizeBytes, digest }: HubFile,
  path: string,
  options: ReadOptions,
): Promise<DamagedFile['problem'] | undefined> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats?.isFile()) return 'missing';
  if (stats.size !== sizeBytes) return 'changed';
  const hash = startHash(digest.algorithm, sizeBytes);
  try {
    await hashFile(hash, path, options);
  } catch {
    if (options.signal.aborted) throw cancelled();
    return 'missing';
  }
  return hash.digest('hex') === digest.hex ? undefined : 'changed';
}
