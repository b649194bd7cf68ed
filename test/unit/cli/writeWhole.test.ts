import assert from 'node:assert/strict';
import { type FileHandle, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { writeWhole } from '../../../src/cli/writeWhole.ts';

test('what a write has left over is written by the next ones', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'write-whole-'));
  const handle = await open(join(folder, 'bytes'), 'w');
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => i % 251);
  /** The file, of which one write takes a third at most, as that of a full disk may. */
  const short = {
    write: (from: Uint8Array<ArrayBuffer>, at: number, length: number, position: number) =>
      handle.write(from, at, Math.ceil(length / 3), position),
  } as Pick<FileHandle, 'write'>;
  await writeWhole(short, bytes, 10);
  await handle.close();
  assert.deepEqual(await readFile(join(folder, 'bytes')), Buffer.concat([Buffer.alloc(10), bytes]));
  await rm(folder, { recursive: true });
});
