// A whole download from a hub that behaves well: what is fetched, in which folder it ends up, and what else is left.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { readManifest } from '../../../src/hub/manifest.ts';
import { explained, startEngine, TINY } from '../engine/engineProcess.ts';
import { download, FOLDER, failsWith, filesIn, MODEL_FILES, newStore } from './downloading.ts';
import { COMMIT, REPO, startHubServer } from './hubServer.ts';

test('fetches what a model folder needs, at the commit that the revision meant, and nothing else', async (context) => {
  const store = await newStore(context);
  const others = { 'modeling.py': 'import os', 'pytorch_model.bin': 'pickle', 'README.md': '# model', LICENSE: 'MIT' };
  const files = {
    ...MODEL_FILES,
    ...Object.fromEntries(Object.entries(others).map(([name, text]) => [name, Buffer.from(text)])),
    'generation_config.json': Buffer.from('{}'),
    'chat_template.jinja': Buffer.from('{{ messages }}'),
    'empty/config.json': Buffer.from('{}'),
  };
  await using server = await startHubServer({ files });
  const folder = await download(server.hub, store);
  assert.equal(folder, join(store, FOLDER));
  const wanted = [
    'LICENSE',
    'chat_template.jinja',
    'config.json',
    'generation_config.json',
    'model.safetensors',
    'tokenizer.json',
  ];
  assert.deepEqual(await filesIn(store), [...wanted, 'tokenscope.json'].map((name) => join(FOLDER, name)).toSorted());
  for (const name of wanted)
    assert.deepEqual(await readFile(join(folder, name)), files[name as keyof typeof files], name);
  assert.equal(server.seen[0].path, `/api/models/${REPO}/revision/main`);
  assert.ok(server.seen.slice(1).every(({ path }) => path.startsWith(`/${REPO}/resolve/${COMMIT}/`)));
});

test('weights come last, so that a mistake in the small files costs little', async (context) => {
  const store = await newStore(context);
  await using server = await startHubServer({ files: MODEL_FILES });
  await download(server.hub, store);
  assert.deepEqual(server.filesAskedFor(), ['config.json', 'tokenizer.json', 'model.safetensors']);
});

test('a model that is there is not fetched again', async (context) => {
  const store = await newStore(context);
  await using server = await startHubServer({ files: MODEL_FILES });
  await download(server.hub, store);
  const asked = server.filesAskedFor().length;
  assert.equal(await download(server.hub, store), join(store, FOLDER));
  assert.equal(server.filesAskedFor().length, asked);
});

test('progress grows to the sum of the sizes', async (context) => {
  const store = await newStore(context);
  await using server = await startHubServer({ files: MODEL_FILES });
  const done: number[] = [];
  await download(server.hub, store, { onProgress: ({ doneBytes }) => done.push(doneBytes) });
  const total = Object.values(MODEL_FILES).reduce((sum, { length }) => sum + length, 0);
  assert.equal(done.at(-1), total);
  assert.deepEqual(
    done,
    done.toSorted((a, b) => a - b),
  );
});

test('what was downloaded can be explained with', async (context) => {
  const store = await newStore(context);
  const names = readdirSync(TINY).filter((name) => /^(config|tokenizer|model)/.test(name));
  const files = Object.fromEntries(names.map((name) => [name, readFileSync(join(TINY, name))]));
  await using server = await startHubServer({ files });
  const folder = await download(server.hub, store);
  const engine = startEngine();
  context.after(() => engine.dispose());
  const { tokens, model } = await explained(engine, 'Once upon a time', folder);
  assert.equal(model.name, FOLDER);
  assert.deepEqual(tokens, (await explained(engine, 'Once upon a time', TINY)).tokens);
});

const SHARDS = {
  'config.json': MODEL_FILES['config.json'],
  'tokenizer.json': MODEL_FILES['tokenizer.json'],
  'model-00001-of-00002.safetensors': Buffer.from('one'),
  'model-00002-of-00002.safetensors': Buffer.from('two'),
};
const INDEX = 'model.safetensors.index.json';
const index = (...shards: readonly string[]) =>
  Buffer.from(JSON.stringify({ weight_map: Object.fromEntries(shards.map((shard, i) => [`tensor${i}`, shard])) }));

/** Models in several files, and what an index names of them. */
const INDEXED: readonly (readonly [what: string, shards: readonly string[], others: readonly string[]])[] = [
  ['by the usual names', ['model-00001-of-00002.safetensors', 'model-00002-of-00002.safetensors'], []],
  [
    'by the newest names',
    ['model.safetensors-00001-of-00002.safetensors', 'model.safetensors-00002-of-00002.safetensors'],
    [],
  ],
  ['by any names', ['experts.safetensors', 'the rest.safetensors'], ['model-00001-of-00002.safetensors']],
  ['beside those of an older upload', ['model-00001-of-00002.safetensors'], ['model-00001-of-00003.safetensors']],
  ['in one file', ['model-00001-of-00001.safetensors'], []],
];
for (const [what, shards, others] of INDEXED) {
  test(`of weights in several files exactly those that the index names are fetched: ${what}`, async (context) => {
    const store = await newStore(context);
    const weights = Object.fromEntries([...shards, ...others].map((name) => [name, Buffer.from(name)]));
    const small = { 'config.json': SHARDS['config.json'], 'tokenizer.json': SHARDS['tokenizer.json'] };
    await using server = await startHubServer({ files: { ...small, ...weights, [INDEX]: index(...shards) } });
    const folder = await download(server.hub, store);
    // The index is read once for its names, before anybody is asked, and fetched with the rest.
    assert.deepEqual(server.filesAskedFor(), [INDEX, 'config.json', 'tokenizer.json', INDEX, ...shards]);
    for (const name of shards) assert.equal(await readFile(join(folder, name), 'utf8'), name);
    assert.deepEqual((await readManifest(folder))?.files.map(({ name }) => name).slice(-shards.length), shards);
  });
}

test('an index may have the numbers of Python, and the same file for many tensors', async (context) => {
  const store = await newStore(context);
  const text = `{"metadata": {"total_size": NaN}, "weight_map": {"a": "x.safetensors", "b": "x.safetensors"}}`;
  const small = { 'config.json': SHARDS['config.json'], 'tokenizer.json': SHARDS['tokenizer.json'] };
  const files = { ...small, 'x.safetensors': Buffer.from('x'), [INDEX]: Buffer.from(text) };
  await using server = await startHubServer({ files });
  await download(server.hub, store);
  assert.deepEqual(server.filesAskedFor().slice(-2), [INDEX, 'x.safetensors']);
});

test('an older tokenizer comes with what is read beside it', async (context) => {
  const store = await newStore(context);
  const { 'tokenizer.json': _, ...others } = MODEL_FILES;
  const older = ['vocab.json', 'merges.txt', 'added_tokens.json', 'special_tokens_map.json'];
  const files = { ...others, ...Object.fromEntries(older.map((name) => [name, Buffer.from('{}')])) };
  await using server = await startHubServer({ files });
  await download(server.hub, store);
  assert.deepEqual(server.filesAskedFor().toSorted(), ['config.json', 'model.safetensors', ...older].toSorted());
});

test('beside tokenizer.json the older files are left out', async (context) => {
  const store = await newStore(context);
  const files = { ...MODEL_FILES, 'vocab.json': Buffer.from('{}'), 'merges.txt': Buffer.from('') };
  await using server = await startHubServer({ files });
  await download(server.hub, store);
  assert.deepEqual(server.filesAskedFor(), ['config.json', 'tokenizer.json', 'model.safetensors']);
});

for (const [what, weightMap] of [
  ['a file that is not listed', index('model-00003-of-00003.safetensors')],
  ['a file outside the folder', index('../../model.safetensors')],
  ['no files', Buffer.from('{"weight_map":{}}')],
  ['no JSON', Buffer.from('{"weight_map":')],
  ['names that are no names', Buffer.from('{"weight_map":{"a":7}}')],
] as const) {
  test(`an index with ${what} ends the download before anything is kept`, async (context) => {
    const store = await newStore(context);
    await using server = await startHubServer({ files: { ...SHARDS, [INDEX]: weightMap } });
    await assert.rejects(
      download(server.hub, store),
      failsWith({ code: 'model-unusable', problem: 'shards' } as never),
    );
    assert.deepEqual(server.filesAskedFor(), [INDEX]);
    assert.deepEqual(await filesIn(store), []);
  });
}

test('a folder of that name that is not a whole model gives way', async (context) => {
  const store = await newStore(context);
  await using server = await startHubServer({ files: MODEL_FILES });
  const folder = await download(server.hub, store);
  await writeFile(join(folder, 'tokenscope.json'), 'not ours any more');
  await download(server.hub, store);
  assert.equal(JSON.parse(await readFile(join(folder, 'tokenscope.json'), 'utf8')).commit, COMMIT);
  assert.deepEqual(await readFile(join(folder, 'model.safetensors')), MODEL_FILES['model.safetensors']);
});
