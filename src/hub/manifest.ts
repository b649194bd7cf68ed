// The manifest of a model folder: its repository, its commit, and the checksums that the hub stated. It is written
// first, so that a download can be continued; the folder's name says whether the download is complete. Knows no
// network.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord } from '../contract/isRecord.ts';
import { isShardName } from '../contract/shardNames.ts';
import { diskFailure } from './diskFailure.ts';
import { isGgufName } from './ggufName.ts';
import type { HubFile, ModelListing } from './hubRepo.ts';
import { isVariant } from './repoId.ts';

export const MANIFEST = 'tokenscope.json';

export type Manifest = Pick<
  ModelListing,
  'repo' | 'revision' | 'commit' | 'variant' | 'licence' | 'files' | 'totalBytes'
>;

/** Writes what readManifest() reads. Fails with disk-full, folder-unwritable. */
export async function writeManifest(folder: string, listing: ModelListing): Promise<void> {
  const { repo, revision, commit, variant, licence, files, totalBytes } = listing;
  const manifest: Manifest = { repo, revision, commit, ...(variant && { variant }), licence, files, totalBytes };
  await writeFile(join(folder, MANIFEST), JSON.stringify(manifest, null, 2)).catch(diskFailure(folder));
}

/** The folder's manifest; undefined where there is none that Tokenscope wrote. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8'));
    return isManifest(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isManifest(value: unknown): value is Manifest {
  if (!isRecord(value)) return false;
  const { repo, revision, commit, variant, files, totalBytes } = value;
  if (variant !== undefined && !isVariant(variant)) return false;
  const named = [repo, revision, commit].every((text) => typeof text === 'string');
  return named && typeof totalBytes === 'number' && Array.isArray(files) && files.every(isFile);
}

/** Whether it is a file's entry whose name leads nowhere else, so that only files of the folder are hashed. */
function isFile(file: unknown): file is HubFile {
  if (!isRecord(file)) return false;
  const { name, sizeBytes, digest } = file;
  const leadsNowhere =
    typeof name === 'string' && (/^[A-Za-z0-9_][\w.-]*$/.test(name) || isShardName(name) || isGgufName(name));
  if (!leadsNowhere || typeof sizeBytes !== 'number') return false;
  const { algorithm, hex } = (digest ?? {}) as Record<string, unknown>;
  return (algorithm === 'sha256' || algorithm === 'git-blob') && typeof hex === 'string';
}
