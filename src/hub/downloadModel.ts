// Downloads a whole model from a hub into the store: in one window at a time, after checking the space on the disk, one
// file after the other. The folder gets its final name only when everything is there and its checksums are right.
import { mkdir, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { HubFailure } from '../contract/failure.ts';
import { diskFailure, freeBytes } from './diskFailure.ts';
import { downloadFile } from './downloadFile.ts';
import type { HubFile, ModelListing } from './hubRepo.ts';
import type { Hub } from './hubRequest.ts';
import { type Lock, takeLock } from './lock.ts';
import { readManifest, writeManifest } from './manifest.ts';
import { SHARD_INDEX, shardsOf } from './modelListing.ts';
import { partPath } from './partialFile.ts';
import { modelFolderName } from './repoId.ts';
import { PARTIAL, removeFolder, sizeOrZero } from './store.ts';

export type DownloadProgress = { readonly doneBytes: number } & (
  | { readonly kind: 'receiving' }
  /** Waiting since the server asked for it, or before another try. */
  | { readonly kind: 'pausing'; readonly waitMs: number }
  /** Another window downloads the same model; these are its bytes. */
  | { readonly kind: 'following' }
);

export interface DownloadModelOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: DownloadProgress) => void;
}

/** This much is left free, since a full disk troubles more than this download. */
const SPARE_BYTES = 64_000_000;

/**
 * Downloads a model and gives its folder. Fails like downloadFile, with disk-full before the first byte,
 * model-unusable, download-taken-over.
 */
export async function downloadModel(
  hub: Hub,
  listing: ModelListing,
  store: string,
  options: DownloadModelOptions,
): Promise<string> {
  const folder = join(store, modelFolderName(listing.repo, listing.commit, listing.variant));
  await mkdir(store, { recursive: true }).catch(diskFailure(store));
  const isThere = async () => (await readManifest(folder))?.commit === listing.commit;
  if (await isThere()) return folder;
  const lock = await takeLock(`${folder}.lock`, {
    signal: options.signal,
    onWait: async () => {
      options.onProgress({ kind: 'following', doneBytes: await bytesThere(`${folder}${PARTIAL}`, listing.files) });
      return await isThere();
    },
  });
  if (!lock) return folder;
  try {
    if (!(await isThere())) await download({ hub, listing, folder, lock }, options);
    return folder;
  } finally {
    await lock.release();
  }
}

interface LockedDownload {
  readonly hub: Hub;
  readonly listing: ModelListing;
  readonly folder: string;
  readonly lock: Lock;
}

async function download(
  { hub, listing, folder, lock }: LockedDownload,
  { signal, onProgress }: DownloadModelOptions,
): Promise<void> {
  const { repo, commit } = listing;
  const partial = `${folder}${PARTIAL}`;
  await mkdir(partial, { recursive: true }).catch(diskFailure(partial));
  await checkSpace(partial, listing);
  await writeManifest(partial, listing);
  const checkStillOurs = async () => {
    if (!(await lock.isOurs())) throw { code: 'download-taken-over', folder } satisfies HubFailure;
  };
  let before = 0;
  for (const file of listing.files) {
    let doneBytes = before;
    if (!(await isWhole(partial, file))) {
      const wanted = { hub, repo, commit, file, folder: partial };
      await downloadFile(wanted, {
        signal,
        beforeRename: checkStillOurs,
        onBytes: (bytes) => {
          doneBytes = before + bytes;
          onProgress({ kind: 'receiving', doneBytes });
        },
        onWait: (waitMs) => onProgress({ kind: 'pausing', waitMs, doneBytes }),
      });
    }
    before += file.sizeBytes;
    onProgress({ kind: 'receiving', doneBytes: before });
    if (file.name === SHARD_INDEX) await checkShards(partial, listing);
  }
  await checkStillOurs();
  await removeFolder(folder); // it has no manifest of this commit, so that no download made it
  await rename(partial, folder).catch(diskFailure(folder));
}

/** Fails with disk-full. */
async function checkSpace(partial: string, { files, totalBytes }: ModelListing): Promise<void> {
  const needsBytes = totalBytes - (await bytesThere(partial, files));
  const free = await freeBytes(partial).catch(diskFailure(partial));
  if (needsBytes > 0 && needsBytes + SPARE_BYTES > free) {
    throw {
      code: 'disk-full',
      folder: partial,
      needsBytes: needsBytes + SPARE_BYTES,
      freeBytes: free,
    } satisfies HubFailure;
  }
}

/** The bytes of whole files and of parts; 0 where there is no folder. */
async function bytesThere(partial: string, files: readonly HubFile[]): Promise<number> {
  const present = new Set(await readdir(partial).catch(() => []));
  let bytes = 0;
  for (const { name, sizeBytes } of files) {
    if (present.has(name)) bytes += sizeBytes;
    else if (present.has(`${name}.part`)) bytes += await sizeOrZero(partPath(partial, name));
  }
  return bytes;
}

/** Whether a file is there as a whole: it got its name only after its checksum was right. */
async function isWhole(partial: string, { name, sizeBytes }: HubFile): Promise<boolean> {
  return await stat(join(partial, name)).then(
    (found) => found.isFile() && found.size === sizeBytes,
    () => false,
  );
}

/**
 * Before the weights are downloaded, checks that the index names no file that was not listed. Fails with
 * model-unusable.
 */
async function checkShards(partial: string, { repo, files }: ModelListing): Promise<void> {
  const listed = new Set(files.map(({ name }) => name));
  const named = await readFile(join(partial, SHARD_INDEX), 'utf8').then(shardsOf);
  if (named?.every((name) => listed.has(name))) return;
  throw { code: 'model-unusable', repo, problem: 'shards' } satisfies HubFailure;
}
