// A file that is being downloaded: NAME.part, which is appended to and hashed while bytes arrive, and renamed to NAME
// only when it is whole and its checksum is right. What an earlier attempt left is hashed first and continued. Knows no
// network.
import type { Hash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { HubFailure } from '../contract/failure.ts';
import { hashFile, startHash } from './digest.ts';
import { diskFailure } from './diskFailure.ts';
import type { HubFile } from './hubRepo.ts';
import { cancelled } from './retry.ts';

/** So many bytes are written at once; at most two such batches are in memory. */
const BATCH_BYTES = 1 << 20;
/**
 * After so many bytes the system is told to write its buffers to the disk: doing that only at the end took as long as
 * the download.
 */
const SYNC_BYTES = 32 << 20;

interface OpenedFile {
  readonly file: HubFile;
  readonly folder: string;
  readonly handle: FileHandle;
  /** The hash of the bytes that are there already. */
  readonly hash: Hash;
  readonly bytes: number;
}

export class PartialFile {
  readonly #file: HubFile;
  readonly #folder: string;
  readonly #path: string;
  readonly #handle: FileHandle;
  #hash: Hash;
  #received: number;
  #written: number;
  #batch: Uint8Array[] = [];
  #batchBytes = 0;
  #writing: Promise<void> = Promise.resolve();
  #syncing: Promise<void> | undefined;
  #syncedTo = 0;

  private constructor({ file, folder, handle, hash, bytes }: OpenedFile) {
    this.#file = file;
    this.#folder = folder;
    this.#path = partPath(folder, file.name);
    this.#handle = handle;
    this.#hash = hash;
    this.#received = bytes;
    this.#written = bytes;
  }

  /** Opens the part of a file, or begins one. Fails with folder-unwritable, disk-full, cancelled. */
  static async open(file: HubFile, folder: string, signal: AbortSignal): Promise<PartialFile> {
    const path = partPath(folder, file.name);
    const handle = await openForWriting(path).catch(diskFailure(folder));
    try {
      let bytes = (await handle.stat()).size;
      if (bytes > file.sizeBytes) {
        await handle.truncate(0);
        bytes = 0;
      }
      const hash = startHash(file.digest.algorithm, file.sizeBytes);
      if (bytes > 0) await hashFile(hash, path, { signal });
      return new PartialFile({ file, folder, handle, hash, bytes });
    } catch (error) {
      await handle.close();
      if (signal.aborted) throw cancelled();
      return diskFailure(folder)(error);
    }
  }

  /** The bytes received so far, including those that earlier attempts left. */
  get bytes(): number {
    return this.#received;
  }

  /**
   * Adds bytes; the caller keeps within the file's size. Waits for the disk. Fails with disk-full, folder-unwritable.
   */
  async append(chunk: Uint8Array): Promise<void> {
    this.#hash.update(chunk);
    this.#received += chunk.length;
    this.#batch.push(chunk);
    this.#batchBytes += chunk.length;
    if (this.#batchBytes >= BATCH_BYTES) await this.#writeBatch();
  }

  /** Waits until everything received has been written. Fails with disk-full, folder-unwritable. */
  async flush(): Promise<void> {
    await this.#writeBatch();
    await this.#writing;
  }

  /** Discards what is there and begins anew. */
  async restart(): Promise<void> {
    await this.flush();
    await this.#handle.truncate(0).catch(diskFailure(this.#folder));
    this.#hash = startHash(this.#file.digest.algorithm, this.#file.sizeBytes);
    this.#received = 0;
    this.#written = 0;
    this.#syncedTo = 0;
  }

  /** The checksum of everything received. It can be asked for once, and nothing can be appended after it. */
  async digestHex(): Promise<string> {
    await this.flush();
    return this.#hash.digest('hex');
  }

  /** Makes sure that the file is on the disk and gives it its final name. Fails with disk-full, folder-unwritable. */
  async finish(): Promise<void> {
    await this.#syncing;
    await this.#handle.sync().catch(diskFailure(this.#folder));
    await this.#close();
    await rename(this.#path, join(this.#folder, this.#file.name)).catch(diskFailure(this.#folder));
  }

  /** Closes the part and leaves it on the disk to be continued. */
  async leave(): Promise<void> {
    await this.flush().catch(() => {}); // what is on the disk is hashed again next time
    await this.#close();
  }

  /** Closes the part and removes it. */
  async discard(): Promise<void> {
    await this.#close();
    await rm(this.#path, { force: true });
  }

  async #close(): Promise<void> {
    await this.#syncing?.catch(() => {}); // finish() reports it, and nobody else relies on it
    await this.#handle.close();
  }

  /** Starts writing the system's buffers to the disk in the background, once at a time; finish() waits for it. */
  #syncSometimes(): void {
    if (this.#syncing || this.#written - this.#syncedTo < SYNC_BYTES) return;
    this.#syncedTo = this.#written;
    const syncing = this.#handle
      .datasync()
      .catch(diskFailure(this.#folder))
      .then(() => {
        this.#syncing = undefined;
      });
    syncing.catch(() => {}); // finish() gets the error when it waits for it
    this.#syncing = syncing;
  }

  /** Starts writing the batch as soon as the one before is written. */
  async #writeBatch(): Promise<void> {
    await this.#writing;
    this.#syncSometimes();
    const batch = this.#batch;
    const bytes = this.#batchBytes;
    if (bytes === 0) return;
    const position = this.#written;
    this.#batch = [];
    this.#batchBytes = 0;
    this.#written += bytes;
    this.#writing = this.#write(batch, bytes, position);
    this.#writing.catch(() => {}); // the next call that waits for it gets the error
  }

  /** Writes a batch at its own position, so that even two writers could only write the same bytes. */
  async #write(batch: readonly Uint8Array[], bytes: number, position: number): Promise<void> {
    const { bytesWritten } = await this.#handle.writev(batch, position).catch(diskFailure(this.#folder));
    if (bytesWritten === bytes) return;
    const rest = Buffer.concat(batch).subarray(bytesWritten); // a nearly full disk takes a part and refuses the rest
    for (let done = 0; done < rest.length; ) {
      const at = position + bytesWritten + done;
      done += (await this.#handle.write(rest, done, rest.length - done, at).catch(diskFailure(this.#folder)))
        .bytesWritten;
    }
  }
}

/** Opens a file that can be written at any position, and makes it where it is missing; no single flag does both. */
async function openForWriting(path: string): Promise<FileHandle> {
  await (await open(path, 'a')).close();
  return await open(path, 'r+');
}

export function partPath(folder: string, name: string): string {
  return join(folder, `${name}.part`);
}

/** Fails with download-corrupt where the checksum is not the one that the hub states. */
export function checkDigest({ name, digest }: HubFile, got: string): void {
  if (got !== digest.hex) throw { code: 'download-corrupt', name, expected: digest.hex, got } satisfies HubFailure;
}
