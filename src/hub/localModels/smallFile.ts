// A small file of another program, read whole if it is no larger than expected. Knows no format.
import { readFile, stat } from 'node:fs/promises';

/** Rejects with the file system's error, or one that says that the file is too large or none. */
export async function readSmallFile(path: string, mostBytes: number): Promise<string> {
  const stats = await stat(path);
  if (!stats.isFile()) throw new Error('it is no file');
  if (stats.size > mostBytes)
    throw new Error(`it has ${stats.size} bytes, more than the ${mostBytes} expected at most`);
  return await readFile(path, 'utf8');
}
