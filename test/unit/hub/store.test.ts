// Models on the disk: those in Tokenscope's store, and those in the cache of Hugging Face's own libraries.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';
import { cachedFiles, cachedModels, cachedTokenizers, hubCacheFolder } from '../../../src/hub/hubCache.ts';
import { removeFolder, storedModels, verifyFiles } from '../../../src/hub/store.ts';
import { download, failsWith, filesIn, MODEL_FILES, NEVER, newStore } from './downloading.ts';
import { atWeights, COMMIT, cutAfter, startHubServer } from './hubServer.ts';

const TOTAL = Object.values(MODEL_FILES).reduce((sum, { length }) => sum + length, 0);

test('lists what is whole and what is not, and nothing else', async (context) => {
  const store = await newStore(context);
  assert.deepEqual(await storedModels(join(store, 'not-there')), []);
  await using server = await startHubServer({ files: MODEL_FILES });
  await download(server.hub, store);
  await using cutting = await startHubServer({
    files: MODEL_FILES,
    repo: 'other/model-b',
    misbehave: atWeights((response, { range }, times) =>
      cutAfter(response, MODEL_FILES['model.safetensors'], range, times === 0 ? 1000 : 0),
    ),
  });
  await assert.rejects(download(cutting.hub, store, { repo: 'other/model-b' }), failsWith({ code: 'hub-unreachable' }));
  await mkdir(join(store, 'something-else'));
  await writeFile(join(store, 'a-file'), '');
  const [unfinished, whole, ...others] = await storedModels(store);
  assert.deepEqual(others, []);
  assert.ok(unfinished.kind === 'unfinished' && whole.kind === 'whole');
  assert.equal(unfinished.manifest.repo, 'other/model-b');
  const manifestBytes = (await stat(join(unfinished.folder, 'tokenscope.json'))).size;
  const smallBytes = MODEL_FILES['config.json'].length + MODEL_FILES['tokenizer.json'].length;
  assert.equal(unfinished.bytes, manifestBytes + smallBytes + 1000);
  assert.equal(whole.manifest.repo, 'somebody/some-model');
  assert.equal(whole.manifest.licence, 'mit');
  assert.equal(whole.manifest.totalBytes, TOTAL);
});

test('removes a model whole, and nothing where there is none', async (context) => {
  const store = await newStore(context);
  await using server = await startHubServer({ files: MODEL_FILES });
  const folder = await download(server.hub, store);
  await removeFolder(folder);
  await removeFolder(folder);
  assert.deepEqual(await readdir(store), []);
});

test('verifying finds the changed bit, the short file and the missing one', async (context) => {
  const store = await newStore(context);
  await using server = await startHubServer({ files: MODEL_FILES });
  const folder = await download(server.hub, store);
  const [model] = await storedModels(store);
  assert.ok(model.kind === 'whole');
  let hashed = 0;
  const onBytes = (bytes: number) => {
    hashed += bytes;
  };
  const pathOf = (name: string) => join(folder, name);
  const verify = () => verifyFiles(model.manifest.files, pathOf, { signal: NEVER, onBytes });
  assert.deepEqual(await verify(), []);
  assert.equal(hashed, TOTAL);
  const changed = Buffer.from(MODEL_FILES['model.safetensors']);
  changed[299_999] ^= 128;
  await writeFile(pathOf('model.safetensors'), changed);
  await writeFile(pathOf('config.json'), '{}');
  await rm(pathOf('tokenizer.json'));
  assert.deepEqual(await verify(), [
    { name: 'config.json', problem: 'changed' },
    { name: 'tokenizer.json', problem: 'missing' },
    { name: 'model.safetensors', problem: 'changed' },
  ]);
  const cancelling = AbortSignal.abort();
  await assert.rejects(
    verifyFiles(model.manifest.files, pathOf, { signal: cancelling }),
    failsWith({ code: 'cancelled' }),
  );
});

test('a manifest that names a file elsewhere is none of ours', async (context) => {
  const store = await newStore(context);
  await using server = await startHubServer({ files: MODEL_FILES });
  const manifest = join(await download(server.hub, store), 'tokenscope.json');
  const changed = JSON.parse(await readFile(manifest, 'utf8'));
  changed.files[0].name = '../../../etc/passwd';
  await writeFile(manifest, JSON.stringify(changed));
  assert.deepEqual(await storedModels(store), []);
});

test('the cache is where huggingface_hub looks for it', () => {
  const home = homedir();
  const cases = [
    [{}, join(home, '.cache/huggingface/hub')],
    [{ XDG_CACHE_HOME: '/xdg' }, '/xdg/huggingface/hub'],
    [{ XDG_CACHE_HOME: '/xdg', HF_HOME: '/hf' }, '/hf/hub'],
    [{ HF_HOME: '~/hf' }, join(home, 'hf/hub')],
    [{ HF_HOME: '/hf', HUGGINGFACE_HUB_CACHE: '/old' }, '/old'],
    [{ HUGGINGFACE_HUB_CACHE: '/old', HF_HUB_CACHE: '/new' }, '/new'],
    [{ HF_HUB_CACHE: '' }, join(home, '.cache/huggingface/hub')],
  ] as const;
  for (const [environment, folder] of cases) assert.equal(hubCacheFolder(environment), resolve(folder));
});

/**
 * Makes a model of the cache as huggingface_hub does: blobs are named after their checksums, and the snapshot has
 * links.
 */
async function addSnapshot(cache: string, repoFolder: string, commit: string, files: Readonly<Record<string, Buffer>>) {
  const blobs = join(cache, repoFolder, 'blobs');
  const snapshot = join(cache, repoFolder, 'snapshots', commit);
  await mkdir(blobs, { recursive: true });
  await mkdir(snapshot, { recursive: true });
  for (const [name, content] of Object.entries(files)) {
    const etag = name.endsWith('.safetensors')
      ? createHash('sha256').update(content).digest('hex')
      : createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
    await writeFile(join(blobs, etag), content);
    await symlink(join('../../blobs', etag), join(snapshot, name));
  }
  return snapshot;
}

/** What a model's weights in two files consist of; which tensors are in them does not matter here. */
function shards(weights: Buffer) {
  const weight_map = { one: 'a-00001.safetensors', two: 'a-00002.safetensors', three: 'a-00001.safetensors' };
  return { index: Buffer.from(JSON.stringify({ weight_map })), first: weights, second: Buffer.from(weights) };
}

async function addRef(cache: string, repoFolder: string, name: string, commit: string): Promise<void> {
  const file = join(cache, repoFolder, 'refs', name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, commit);
}

test('finds usable snapshots of the cache, with the names of their commits', async (context) => {
  const cache = await newStore(context);
  assert.deepEqual(await cachedModels(join(cache, 'not-there')), []);
  const folder = await addSnapshot(cache, 'models--somebody--some-model', COMMIT, MODEL_FILES);
  await addRef(cache, 'models--somebody--some-model', 'main', COMMIT);
  await addRef(cache, 'models--somebody--some-model', 'refs/pr/3', COMMIT);
  const { 'model.safetensors': weights, ...noWeights } = MODEL_FILES;
  await addSnapshot(cache, 'models--gpt2', COMMIT, MODEL_FILES);
  const { 'tokenizer.json': tokenizer, ...untokenized } = MODEL_FILES;
  const older = { ...untokenized, 'vocab.json': tokenizer, 'merges.txt': tokenizer };
  await addSnapshot(cache, 'models--a--older', COMMIT, older);
  await addSnapshot(cache, 'models--a--half', COMMIT, { ...untokenized, 'vocab.json': tokenizer });
  await addSnapshot(cache, 'models--a--pickled', COMMIT, { ...noWeights, 'pytorch_model.bin': weights });
  await addSnapshot(cache, 'datasets--a--b', COMMIT, MODEL_FILES);
  const broken = await addSnapshot(cache, 'models--a--broken', COMMIT, MODEL_FILES);
  await rm(join(broken, 'model.safetensors'));
  await symlink('../../blobs/gone', join(broken, 'model.safetensors'));
  const { index, first, second } = shards(weights);
  const sharded = { ...noWeights, 'model.safetensors.index.json': index, 'a-00001.safetensors': first };
  await addSnapshot(cache, 'models--a--sharded', COMMIT, { ...sharded, 'a-00002.safetensors': second });
  await addSnapshot(cache, 'models--b--lacks-a-shard', COMMIT, sharded);
  await addSnapshot(cache, 'models--b--no-index', COMMIT, { ...sharded, 'model.safetensors.index.json': first });
  const found = await cachedModels(cache);
  assert.deepEqual(
    found.map(({ repo }) => repo),
    ['a/older', 'a/sharded', 'gpt2', 'somebody/some-model'],
  );
  const tokenizers = (await cachedTokenizers(cache)).map(({ repo }) => repo);
  assert.deepEqual(
    tokenizers.filter((repo) => !found.some((model) => model.repo === repo)),
    ['a/broken', 'a/pickled', 'b/lacks-a-shard', 'b/no-index'],
  );
  assert.deepEqual(found[3], {
    repo: 'somebody/some-model',
    commit: COMMIT,
    refs: ['main', 'refs/pr/3'],
    folder,
    bytes: TOTAL,
  });
});

test('a snapshot of the cache is verified by the names of its blobs', async (context) => {
  const cache = await newStore(context);
  const folder = await addSnapshot(cache, 'models--somebody--some-model', COMMIT, MODEL_FILES);
  const pathOf = (name: string) => join(folder, name);
  const files = await cachedFiles(folder);
  assert.deepEqual(files.map(({ name }) => name).toSorted(), Object.keys(MODEL_FILES).toSorted());
  assert.deepEqual(await verifyFiles(files, pathOf, { signal: NEVER }), []);
  await writeFile(pathOf('config.json'), Buffer.from('{"model_type":"gpt3"}'));
  assert.deepEqual(await verifyFiles(await cachedFiles(folder), pathOf, { signal: NEVER }), [
    { name: 'config.json', problem: 'changed' },
  ]);
  assert.ok((await filesIn(cache)).length > 0);
});
