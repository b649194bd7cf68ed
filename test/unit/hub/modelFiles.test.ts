// The files of a model with their checksums: read once, until they change.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type DigestStore, fileDigest, knownDigest, modelFiles } from '../../../src/hub/modelFiles.ts';

const folder = await mkdtemp(join(tmpdir(), 'tokenscope-files-'));
after(() => rm(folder, { recursive: true }));

function memory(): DigestStore {
  const kept = new Map<string, unknown>();
  return {
    get: (key) => kept.get(key),
    update: async (key, value) => void kept.set(key, JSON.parse(JSON.stringify(value))),
  };
}
const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');

/** How many bytes are read for it. */
async function reading(store: DigestStore, name: string, signal = new AbortController().signal) {
  let bytes = 0;
  const sha256 = await fileDigest(store, folder, name, { signal, onBytes: (more) => (bytes += more) });
  return { sha256, bytes };
}

test('a file is read once, until its size or its time changes; a link to it is the same file', async () => {
  const store = memory();
  const file = join(folder, 'model.safetensors');
  await writeFile(file, 'weights');
  assert.equal(await knownDigest(store, folder, 'model.safetensors'), undefined);
  assert.deepEqual(await reading(store, 'model.safetensors'), { sha256: digestOf('weights'), bytes: 7 });
  assert.deepEqual(await reading(store, 'model.safetensors'), { sha256: digestOf('weights'), bytes: 0 });
  await symlink(file, join(folder, 'linked'));
  assert.equal((await reading(store, 'linked')).bytes, 0);
  await writeFile(file, 'wEights');
  await utimes(file, 1, 1);
  assert.deepEqual(await reading(store, 'model.safetensors'), { sha256: digestOf('wEights'), bytes: 7 });
});

test('what was cancelled, or is not there, is not kept', async () => {
  const store = memory();
  await writeFile(join(folder, 'tokenizer.json'), '{}');
  await assert.rejects(reading(store, 'tokenizer.json', AbortSignal.abort()));
  assert.equal(await knownDigest(store, folder, 'tokenizer.json'), undefined);
  await assert.rejects(reading(store, 'absent'));
});

test('a store that holds nonsense is an empty one', async () => {
  const store: DigestStore = { get: () => [null, { path: 1 }, 'x'], update: async () => {} };
  assert.equal((await reading(store, 'tokenizer.json')).sha256, digestOf('{}'));
});

test('weights, their shards and the tokenizer are listed, and nothing else', async () => {
  const names = async () => (await modelFiles(folder)).map(({ name, bytes }) => `${name} ${bytes}`);
  await writeFile(join(folder, 'README.md'), 'x');
  assert.deepEqual(await names(), ['model.safetensors 7', 'tokenizer.json 2']);
  const shard = 'model-00001-of-00001.safetensors';
  await writeFile(join(folder, 'model.safetensors.index.json'), JSON.stringify({ weight_map: { a: shard } }));
  await writeFile(join(folder, shard), 'abc');
  assert.ok((await names()).includes(`${shard} 3`));
});

test('of a GGUF file all parts are listed, of a blob itself, and read in their folder', async () => {
  const names = async (name: string) => (await modelFiles(join(folder, name))).map(({ name }) => name);
  const parts = [1, 2].map((part) => `m-Q8_0-0000${part}-of-00002.gguf`);
  const blob = `sha256-${'0a'.repeat(32)}`;
  for (const name of [...parts, 'm-Q8_0-00001-of-00003.gguf', 'm-Q4_0.gguf', blob])
    await writeFile(join(folder, name), name);
  assert.deepEqual(await names(parts[0]), parts);
  assert.deepEqual(await names('m-Q4_0.gguf'), ['m-Q4_0.gguf']);
  assert.deepEqual(await names(blob), [blob]);
  assert.deepEqual(await names('absent.gguf'), []);
  const read = { signal: new AbortController().signal };
  assert.equal(await fileDigest(memory(), join(folder, parts[0]), parts[1], read), digestOf(parts[1]));
});
