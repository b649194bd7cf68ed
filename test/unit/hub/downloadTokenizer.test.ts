// A model's tokenizer alone from a hub: which files come, of models that could not be run, too.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { downloadModel } from '../../../src/hub/downloadModel.ts';
import { listTokenizer } from '../../../src/hub/modelListing.ts';
import { parseRepoId } from '../../../src/hub/repoId.ts';
import { loadTokenizer } from '../../../src/tokenizer/tokenizer.ts';
import { failsWith, filesIn, MODEL_FILES, NEVER, newStore } from './downloading.ts';
import { REPO, startHubServer } from './hubServer.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const ID = parseRepoId(REPO);
const text = (content: string) => Buffer.from(content);

test('comes without the weights, of a model that cannot be run, and counts', async (context) => {
  const store = await newStore(context);
  const tokenizer = await readFile(join(ROOT, 'test/golden/fixtures/tokenizers/spm-bpe-gemma/tokenizer.json'));
  const files = {
    ...MODEL_FILES,
    'tokenizer.json': tokenizer,
    'tokenizer_config.json': text('{}'),
    'chat_template.jinja': text('{{ messages }}'),
    LICENSE: text('MIT'),
  };
  await using server = await startHubServer({ files, listing: { config: { model_type: 'mamba' } } });
  const listing = await listTokenizer(server.hub, ID, NEVER);
  const folder = await downloadModel(server.hub, listing, store, { signal: NEVER, onProgress: () => {} });
  const wanted = ['chat_template.jinja', 'tokenizer.json', 'tokenizer_config.json', 'tokenscope.json'];
  assert.deepEqual(await filesIn(folder), wanted);
  assert.ok(!server.filesAskedFor().includes('model.safetensors'));
  assert.ok((await loadTokenizer(folder)).count('word') > 0);
});

test('from before tokenizer.json comes with what says whose it is', async () => {
  const names = ['config.json', 'vocab.json', 'merges.txt', 'added_tokens.json', 'special_tokens_map.json'];
  const files = Object.fromEntries([...names, 'pytorch_model.bin'].map((name) => [name, text('{}')]));
  await using server = await startHubServer({ files });
  const { files: listed } = await listTokenizer(server.hub, ID, NEVER);
  assert.deepEqual(listed.map(({ name }) => name).toSorted(), names.toSorted());
});

test('a repository without one is refused', async () => {
  await using server = await startHubServer({ files: { 'config.json': text('{}'), 'tokenizer.model': text('x') } });
  const refused = failsWith({ code: 'model-unusable', problem: 'no-tokenizer' });
  await assert.rejects(listTokenizer(server.hub, ID, NEVER), refused);
});
