// Checkpoints as other programs than save_pretrained() write them: the same model, and the same numbers.
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { openCheckpoint } from '../../../src/checkpoint/checkpoint.ts';
import { copyOf, editJson, readTensors, renameTensors, writeTensors } from './remadeFolder.ts';
import { assertSameLogits, logitsOf } from './sameLogits.ts';

const TIED: readonly [fixture: string, table: string, head: string][] = [
  ['gpt2', 'transformer.wte.weight', 'lm_head.weight'],
  ['gpt_neo', 'transformer.wte.weight', 'lm_head.weight'],
  ['opt', 'model.decoder.embed_tokens.weight', 'lm_head.weight'],
  ['variants/opt-post-norm', 'model.decoder.embed_tokens.weight', 'lm_head.weight'],
  ['gemma3_text', 'model.embed_tokens.weight', 'lm_head.weight'],
  ['qwen2', 'model.embed_tokens.weight', 'lm_head.weight'],
];
for (const [fixture, table, head] of TIED) {
  test(`${fixture}: a tied table is found under the head's name`, async () => {
    const folder = await copyOf(fixture);
    await renameTensors(folder, (name) => (name === table ? head : name));
    await assertSameLogits(folder, fixture);
  });
}

const UNTIED: readonly [fixture: string, table: string][] = [
  ['llama', 'model.embed_tokens.weight'],
  ['gptj', 'transformer.wte.weight'],
  ['gpt2', 'lm_head.weight'],
  ['gemma3_text', 'lm_head.weight'],
  ['opt', 'lm_head.weight'],
  ['gpt_neox-f16-hub-layout', 'embed_out.weight'],
  ['llama-sharded', 'lm_head.weight'],
];
for (const [fixture, table] of UNTIED) {
  test(`${fixture}: without ${table} it is said which key of config.json would do without`, async () => {
    const folder = await copyOf(fixture);
    await renameTensors(folder, (name) => (name === table ? 'other' : name));
    const config = join(folder, 'config.json');
    const tie = async (tied: boolean) =>
      await editJson(config, (json) => {
        json.tie_word_embeddings = tied;
      });
    await tie(false);
    const { weightsFile: file } = await openCheckpoint(folder);
    await assert.rejects(logitsOf(folder), { code: 'table-missing', file, tensor: table, config });
    await tie(true);
    await logitsOf(folder);
  });
}

const ODD_TYPES: readonly [dtype: string, shape: readonly number[], bytes: number][] = [
  ['F8_E8M0', [4], 4],
  ['F4', [4, 2], 4],
  ['F6_E2M3', [4], 3],
  ['C64', [2], 16],
  ['constructor', [1], 7],
];
for (const [dtype, shape, size] of ODD_TYPES) {
  test(`a tensor of ${dtype} that nobody needs is no obstacle`, async () => {
    const folder = await copyOf('gpt2');
    const weights = join(folder, 'model.safetensors');
    const tensors = await readTensors(weights);
    const unused = [['scale_unused', { dtype, shape, bytes: new Uint8Array(size) }] as const];
    await writeTensors(weights, new Map([...unused, ...tensors]));
    await assertSameLogits(folder, 'gpt2');
  });

  test(`a tensor of ${dtype} that is needed is refused by its name and type`, async () => {
    const folder = await copyOf('gpt2');
    const weights = join(folder, 'model.safetensors');
    const tensors = await readTensors(weights);
    tensors.set('transformer.ln_f.bias', { dtype, shape, bytes: new Uint8Array(size) });
    await writeTensors(weights, tensors);
    const problem = `${dtype} where F32, F16 or BF16 is needed`;
    const refused = { code: 'tensor-invalid', file: weights, tensor: 'transformer.ln_f.bias', problem };
    await assert.rejects(logitsOf(folder), refused);
  });
}

test('an index may list a head that was not stored, and forget half of what its shards hold', async () => {
  const folder = await copyOf('gpt2');
  const file = join(folder, 'model.safetensors');
  const tensors = [...(await readTensors(file))];
  const shards = [1, 2].map((i) => `model-0000${i}-of-00002.safetensors`);
  const half = Math.floor(tensors.length / 2);
  await writeTensors(join(folder, shards[0]), new Map(tensors.slice(0, half)));
  await writeTensors(join(folder, shards[1]), new Map(tensors.slice(half)));
  await rm(file);
  const listed = tensors.filter((_, i) => i % 2 === 0).map(([name], i) => [name, shards[i < half / 2 ? 0 : 1]]);
  const map = { ...Object.fromEntries(listed), 'lm_head.weight': shards[1] };
  await writeFile(join(folder, 'model.safetensors.index.json'), JSON.stringify({ metadata: {}, weight_map: map }));
  await assertSameLogits(folder, 'gpt2');
});

test("numbers of config.json may be NaN and infinite, as Python's json writes them", async () => {
  const folder = await copyOf('gpt2');
  const file = join(folder, 'config.json');
  const config = (await readFile(file, 'utf8')).trim().replace(/^\{/, '');
  await writeFile(
    file,
    `{"time_step_limit": [0.0, Infinity], "a": {"b": -Infinity}, "c": "\\"NaN, Infinity", "d": NaN, ${config}`,
  );
  await assertSameLogits(folder, 'gpt2');
});

test('a NaN or an infinite number that the model needs is refused by its key', async () => {
  const folder = await copyOf('gpt2');
  const file = join(folder, 'config.json');
  const config = (await readFile(file, 'utf8')).trim().replace(/\}$/, '');
  for (const number of ['NaN', 'Infinity', '-Infinity']) {
    await writeFile(file, `${config}, "layer_norm_epsilon": ${number}}`);
    const problem = `expected a number above 0, found ${number}`;
    await assert.rejects(logitsOf(folder), { code: 'config-invalid', file, key: 'layer_norm_epsilon', problem });
  }
});
