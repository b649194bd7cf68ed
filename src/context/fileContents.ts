// The bytes of a file, or of the text that an editor has in its place. Blocks. Knows no encoding.
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { ContextLeftOut } from '../contract/contextReport.ts';

/** A pipe that has come in the file's place is not waited for; Windows has none. */
const NOT_WAITING = constants.O_NONBLOCK ?? 0;

export type Contents = { readonly bytes: Buffer } | Omit<ContextLeftOut, 'path'>;

/** An editor's text is as long as a file may be. */
export function contents(
  { path, text }: { readonly path: string; readonly text?: string },
  mostBytes: number,
): Contents {
  if (text === undefined) return readBytes(path, mostBytes);
  const bytes = Buffer.from(text);
  return bytes.length > mostBytes ? { why: 'huge', size: bytes.length } : { bytes };
}

/** The contents of a file, or why it has none that can be counted. Blocks. */
export function readBytes(path: string, mostBytes: number): Contents {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | NOT_WAITING);
    const found = fstatSync(file);
    const { size } = found;
    if (!found.isFile()) return { why: 'unreadable', size: undefined };
    if (size > mostBytes) return { why: 'huge', size };
    const bytes = Buffer.allocUnsafeSlow(size);
    let length = 0;
    for (let read = -1; read !== 0 && length < size; length += read)
      read = readSync(file, bytes, length, size - length, length);
    return { bytes: bytes.subarray(0, length) };
  } catch (error) {
    const gone = ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
    return { why: gone ? 'deleted' : 'unreadable', size: undefined };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
