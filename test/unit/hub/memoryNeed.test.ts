// What a model takes in memory, told from its files.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { memoryNeed } from '../../../src/hub/memoryNeed.ts';

const folder = await mkdtemp(join(tmpdir(), 'tokenscope-need-'));
after(() => rm(folder, { recursive: true }));

async function write(name: string, bytes: number): Promise<string> {
  await mkdir(join(folder, name, '..'), { recursive: true });
  await writeFile(join(folder, name), new Uint8Array(bytes));
  return join(folder, name);
}

test('weights of safetensors files take what they are, and a tokenizer counts for nothing', async () => {
  await write('plain/tokenizer.json', 500);
  await write('plain/model.safetensors', 1000);
  assert.deepEqual(await memoryNeed(join(folder, 'plain')), { fileBytes: 1000, memoryBytes: 1000 });
});

test('all parts of a GGUF model count, and take more in memory', async () => {
  const first = await write('split/m-00001-of-00002.gguf', 1000);
  await write('split/m-00002-of-00002.gguf', 200);
  assert.deepEqual(await memoryNeed(first), { fileBytes: 1200, memoryBytes: 1.7 * 1200 });
});

test('a file of Ollama has no ending, and a folder may hold model.gguf', async () => {
  const blob = await write(`blobs/sha256-${'a'.repeat(64)}`, 100);
  assert.deepEqual(await memoryNeed(blob), { fileBytes: 100, memoryBytes: 170 });
  await write('one/model.gguf', 10);
  assert.deepEqual(await memoryNeed(join(folder, 'one')), { fileBytes: 10, memoryBytes: 17 });
});

test('what is not there takes nothing', async () => {
  assert.deepEqual(await memoryNeed(join(folder, 'nowhere')), { fileBytes: 0, memoryBytes: 0 });
});
