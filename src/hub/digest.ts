// Checksums as a hub states them, computed while bytes arrive: SHA-256 for large files, git's blob hash for small ones.
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';

export interface Digest {
  /** git-blob: git's object name of a file, sha1("blob " + length in decimal + "\0" + content). */
  readonly algorithm: 'sha256' | 'git-blob';
  /** Hexadecimal digits in lower case. */
  readonly hex: string;
}

const READ_BYTES = 1 << 20;

export function startHash(algorithm: Digest['algorithm'], sizeBytes: number): Hash {
  return algorithm === 'sha256' ? createHash('sha256') : createHash('sha1').update(`blob ${sizeBytes}\0`);
}

export interface ReadOptions {
  readonly signal: AbortSignal;
  readonly onBytes?: (bytes: number) => void;
}

/** Feeds a file to a hash, a megabyte at a time. Rejects with the file system's error. */
export async function hashFile(hash: Hash, file: string, { signal, onBytes }: ReadOptions): Promise<void> {
  for await (const chunk of createReadStream(file, { highWaterMark: READ_BYTES, signal })) {
    hash.update(chunk as Buffer);
    onBytes?.((chunk as Buffer).length);
  }
}
