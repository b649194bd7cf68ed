// Checksums as a hub states them, taken while bytes stream by: SHA-256 for large files, git's own for the small ones.
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';

export interface Digest {
  /** git-blob: sha1("blob " + length in decimal + "\0" + content), gitformat-pack's object name of a blob. */
  readonly algorithm: 'sha256' | 'git-blob';
  /** Lower case. */
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

/** Feeds a file to a hash, a megabyte at a time. Rejects with what reading rejects with. */
export async function hashFile(hash: Hash, file: string, { signal, onBytes }: ReadOptions): Promise<void> {
  for await (const chunk of createReadStream(file, { highWaterMark: READ_BYTES, signal })) {
    hash.update(chunk as Buffer);
    onBytes?.((chunk as Buffer).length);
  }
}
