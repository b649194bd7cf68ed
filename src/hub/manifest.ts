// What a folder of the store is: which model at which commit, and the checksums that the hub stated. Written first, so
// that a download can be gone on with; that all is there, the folder's name says. Knows no network.

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRecord } from '../contract/isRecord.ts';
import { diskFailure } from './diskFailure.ts';
import type { HubFile, ModelListing } from './modelListing.ts';

export const MANIFEST = 'tokenscope.json';

export type Manifest = Pick<ModelListing, 'repo' | 'revision' | 'commit' | 'licence' | 'files' | 'totalBytes'>;

export async function writeManifest(folder: string, listing: ModelListing): Promise<void> {
  const { repo, revision, commit, licence, files, totalBytes } = listing;
  const manifest: Manifest = { repo, revision, commit, licence, files, totalBytes };
  await writeFile(join(folder, MANIFEST), JSON.stringify(manifest, null, 2)).catch(diskFailure(folder));
}

/** undefined where there is none, or not one of ours. */
export async function readManifest(folder: string): Promise<Manifest | undefined> {
  try {
    const found: unknown = JSON.parse(await readFile(join(folder, MANIFEST), 'utf8'));
    return isManifest(found) ? found : undefined;
  } catch {
    return undefined;
  }
}

function isManifest(found: unknown): found is Manifest {
  if (!isRecord(found)) return false;
  const { repo, revision, commit, files, totalBytes } = found;
  const named = [repo, revision, commit].every((text) => typeof text === 'string');
  return named && typeof totalBytes === 'number' && Array.isArray(files) && files.every(isFile);
}

/** A name that leads nowhere else: what is hashed is in the folder. */
function isFile(file: unknown): file is HubFile {
  if (!isRecord(file)) return false;
  const { name, sizeBytes, digest } = file;
  if (typeof name !== 'string' || !/^[A-Za-z0-9_][\w.-]*$/.test(name) || typeof sizeBytes !== 'number') return false;
  const { algorithm, hex } = (digest ?? {}) as Record<string, unknown>;
  return (algorithm === 'sha256' || algorithm === 'git-blob') && typeof hex === 'string';
}
