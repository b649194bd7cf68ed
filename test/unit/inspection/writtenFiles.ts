// Small files of models for tests, written byte by byte.
import { Buffer } from 'node:buffer';

/** Tensors by name, each with type, shape and bytes. */
export type Written = Readonly<Record<string, readonly [dtype: string, shape: readonly number[], bytes: Uint8Array]>>;

export function safetensors(tensors: Written): Uint8Array {
  let at = 0;
  const entries = Object.entries(tensors).map(([name, [dtype, shape, { length }]]) => {
    const entry = [name, { dtype, shape, data_offsets: [at, at + length] }] as const;
    at += length;
    return entry;
  });
  const header = Buffer.from(JSON.stringify(Object.fromEntries(entries)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, ...Object.values(tensors).map(([, , bytes]) => bytes)]);
}

/** A pointer as Git LFS leaves it where the file was not fetched. */
export function lfsPointer(size: number): string {
  return `version https://git-lfs.github.com/spec/v1\noid sha256:${'4d'.repeat(32)}\nsize ${size}\n`;
}
