// A file that is being fetched: NAME.part, appended to and hashed while the bytes stream by, renamed to NAME only when
// it is whole and right. What an earlier attempt left is hashed first and gone on with. Knows no network.
import type { Hash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { HubFailure } from '../contract/failure.ts';
import { hashFile, startHash } from './digest.ts';
import { diskFailure } from './diskFailure.ts';
import type { HubFile } from './modelListing.ts';
import { cancelled } from './retry.ts';

/** Written at once; at most two of these are in memory. */
const BATCH_BYTES = 1 << 20;
/** So often the system is told to bring to the disk what it holds: left to the end, that took as long as the download. */
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

  /** Fails with folder-unwritable, disk-full, cancelled. */
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

  /** Received so far, what earlier attempts left included. */
  get bytes(): number {
    return this.#received;
  }

  /** The caller keeps within the file's size. Waits for the disk. Fails with disk-full, folder-unwritable. */
  async append(chunk: Uint8Array): Promise<void> {
    this.#hash.update(chunk);
    this.#received += chunk.length;
    this.#batch.push(chunk);
    this.#batchBytes += chunk.length;
    if (this.#batchBytes >= BATCH_BYTES) await this.#writeBatch();
  }

  /** Everything received is on its way to the disk and back. */
  async flush(): Promise<void> {
    await this.#writeBatch();
    await this.#writing;
  }

  /** Throws away what is there. */
  async restart(): Promise<void> {
    await this.flush();
    await this.#handle.truncate(0).catch(diskFailure(this.#folder));
    this.#hash = startHash(this.#file.digest.algorithm, this.#file.sizeBytes);
    this.#received = 0;
    this.#written = 0;
    this.#syncedTo = 0;
  }

  /** Of everything received. Once: nothing can be appended after it. */
  async digestHex(): Promise<string> {
    await this.flush();
    return this.#hash.digest('hex');
  }

  /** On the disk for good, under its own name. */
  async finish(): Promise<void> {
    await this.#syncing;
    await this.#handle.sync().catch(diskFailure(this.#folder));
    await this.#close();
    await rename(this.#path, join(this.#folder, this.#file.name)).catch(diskFailure(this.#folder));
  }

  /** Stays on the disk to be gone on with. */
  async leave(): Promise<void> {
    await this.flush().catch(() => {}); // whatever is on the disk is hashed again next time
    await this.#close();
  }

  async discard(): Promise<void> {
    await this.#close();
    await rm(this.#path, { force: true });
  }

  async #close(): Promise<void> {
    await this.#syncing?.catch(() => {}); // finish() has told of it, and nobody else relies on it
    await this.#handle.close();
  }

  /** In the background, one at a time; finish() waits for it. */
  #syncSometimes(): void {
    if (this.#syncing || this.#written - this.#syncedTo < SYNC_BYTES) return;
    this.#syncedTo = this.#written;
    const syncing = this.#handle
      .datasync()
      .catch(diskFailure(this.#folder))
      .then(() => {
        this.#syncing = undefined;
      });
    syncing.catch(() => {}); // stays, and is told when it is waited for
    this.#syncing = syncing;
  }

  /** Starts writing as soon as the batch before is written. */
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
    this.#writing.catch(() => {}); // told by whoever waits for it next
  }

  /** At its own place, so that even two writers could only write the same bytes. */
  async #write(batch: readonly Uint8Array[], bytes: number, position: number): Promise<void> {
    const { bytesWritten } = await this.#handle.writev(batch, position).catch(diskFailure(this.#folder));
    if (bytesWritten === bytes) return;
    const rest = Buffer.concat(batch).subarray(bytesWritten); // a disk that is nearly full takes a part and refuses the next
    for (let done = 0; done < rest.length; ) {
      const at = position + bytesWritten + done;
      done += (await this.#handle.write(rest, done, rest.length - done, at).catch(diskFailure(this.#folder)))
        .bytesWritten;
    }
  }
}

/** Made where it is missing, and writable at any place: no single flag says both. */
async function openForWriting(path: string): Promise<FileHandle> {
  await (await open(path, 'a')).close();
  return await open(path, 'r+');
}

export function partPath(folder: string, name: string): string {
  return join(folder, `${name}.part`);
}

/** Fails with download-corrupt where the hub states another checksum. */
export function checkDigest({ name, digest }: HubFile, got: string): void {
  if (got !== digest.hex) throw { code: 'download-corrupt', name, expected: digest.hex, got } satisfies HubFailure;
}
