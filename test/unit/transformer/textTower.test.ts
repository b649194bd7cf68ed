// Where the text tower of a model that reads images is, by the names that several versions give its tensors, and what
// its configuration says.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { openCheckpoint } from '../../../src/checkpoint/checkpoint.ts';
import { chooseArchitecture } from '../../../src/transformer/chooseArchitecture.ts';
import { largestDifference } from '../../golden/goldenErrors.ts';
import { copyOf, editJson, readTensors, renameTensors, writeTensors } from '../checkpoint/remadeFolder.ts';
import { assertSameLogits, logitsOf } from '../checkpoint/sameLogits.ts';

type Named = readonly [story: string, fixture: string, rename: (name: string) => string];

/** As transformers 4.52 and later keep names in memory, and 5 where it is told not to turn them back. */
const newer = (name: string) =>
  name.replace(/^language_model\.lm_head/, 'lm_head').replace(/^language_model\.model/, 'model.language_model');

const NAMED: readonly Named[] = [
  ['as transformers 5 names them', 'gemma3', newer],
  ['as transformers 5 names them', 'llava', newer],
  ['as transformers 5 names them', 'mistral3', newer],
  ['as transformers 5 names them', 'qwen2_5_vl', (name) => name.replace(/^model/, 'model.language_model')],
  ['without a head, as the bare model', 'gemma3', (name) => name.replace('language_model.model', 'language_model')],
  ['as Idefics names them', 'llava', (name) => newer(name).replace('language_model', 'text_model')],
  ['around the whole', 'llava', (name) => `module.${name}`],
  ['around the whole, flat', 'qwen2_5_vl', (name) => `_orig_mod.${name}`],
  ['around the tower', 'qwen3_vl', (name) => name.replace('language_model', 'language_model._orig_mod')],
];
for (const [story, fixture, rename] of NAMED) {
  test(`finds the tower of ${fixture} with tensors named ${story}`, async () => {
    const folder = await copyOf(fixture);
    await renameTensors(folder, rename);
    await assertSameLogits(folder, fixture);
  });
}

const LIKE_LLAVA = ['idefics3', 'internvl', 'llava_next', 'llava_onevision', 'mistral3', 'smolvlm', 'vipllava'];

test('Idefics 3, InternVL and others are read as what text_config names, LLaVA as Llama where it names nothing', async () => {
  for (const model_type of LIKE_LLAVA) {
    const folder = await copyOf('llava');
    await editJson(join(folder, 'config.json'), (json) => Object.assign(json, { model_type }));
    await assertSameLogits(folder, 'llava');
  }
  const folder = await copyOf('llava');
  await editJson(join(folder, 'config.json'), ({ text_config }) => {
    delete (text_config as { model_type?: string }).model_type;
  });
  await assertSameLogits(folder, 'llava');
});

test('Qwen2-VL is read as Qwen2.5-VL', async () => {
  const folder = await copyOf('qwen2_5_vl');
  await editJson(join(folder, 'config.json'), (json) => Object.assign(json, { model_type: 'qwen2_vl' }));
  await assertSameLogits(folder, 'qwen2_5_vl');
});

test('a table without a head is tied where the section or the whole says so', async () => {
  const untied = (name: string) => name.replace('language_model.lm_head', 'somewhere.lm_else');
  const yes = { tie_word_embeddings: true };
  const no = { tie_word_embeddings: false };
  const rows: readonly { tie_word_embeddings?: boolean; text_config?: object }[] = [
    yes,
    { text_config: yes },
    { ...yes, text_config: no },
    { ...no, text_config: yes },
  ];
  for (const said of rows) {
    const folder = await copyOf('llava');
    await renameTensors(folder, untied);
    await assert.rejects(logitsOf(folder), { code: 'table-missing', tensor: 'lm_head.weight' });
    await editJson(join(folder, 'config.json'), (json) => {
      Object.assign(json, said, { text_config: { ...(json.text_config as object), ...said.text_config } });
    });
    assert.ok((await logitsOf(folder)).every(Number.isFinite));
  }
});

test('the whole model has no cap on its logits, whatever its section says', async () => {
  const folder = await copyOf('gemma3');
  await editJson(join(folder, 'config.json'), ({ text_config }) => {
    Object.assign(text_config as object, { final_logit_softcapping: 0.5 });
  });
  await assertSameLogits(folder, 'gemma3');
});

test('Gemma 4 caps its logits as its section says, and what reads images and sounds is no part of its tower', async () => {
  const folder = await copyOf('variants/gemma4');
  await renameTensors(folder, (name) => name.replace('vision_tower.patch_embedder', 'audio_tower.patch_embedder'));
  const opened = await openCheckpoint(folder);
  const { checkpoint } = chooseArchitecture(opened);
  const names = [...checkpoint.tensors.keys()];
  assert.ok(names.length > 0 && names.every((name) => /^model\.(layers|embed_tokens|norm|per_layer)/.test(name)));
  await assertSameLogits(folder, 'variants/gemma4');
  await editJson(join(folder, 'config.json'), ({ text_config }) => {
    Object.assign(text_config as object, { final_logit_softcapping: 0.5 });
  });
  // onnxruntime's tanh may exceed 1 by its last digit.
  assert.ok((await logitsOf(folder)).every((logit) => Math.abs(logit) <= 0.5 * (1 + 2 ** -22)));
});

test('Gemma 3n is read without what sees and hears, and tokens of these have the first row of the table for layers', async () => {
  const prefixed = await copyOf('gemma3n_text');
  await editJson(join(prefixed, 'config.json'), (json) => {
    const text_config = { ...json, tie_word_embeddings: undefined };
    for (const key of Object.keys(json)) delete json[key];
    Object.assign(json, { model_type: 'gemma3n', text_config });
  });
  await renameTensors(prefixed, (name) => name.replace(/^model\./, 'model.language_model.'));
  await assertSameLogits(prefixed, 'gemma3n_text');

  const rows = 60; // of 211 tokens, one of which is asked about
  const [shorter, first] = [await copyOf('gemma3n_text'), await copyOf('gemma3n_text')];
  for (const [folder, cut] of [
    [shorter, true],
    [first, false],
  ] as const) {
    const file = join(folder, 'model.safetensors');
    const tensors = await readTensors(file);
    const table = tensors.get('model.embed_tokens_per_layer.weight');
    assert.ok(table);
    const { shape, bytes } = table;
    const rowBytes = bytes.length / shape[0];
    if (cut)
      tensors.set('model.embed_tokens_per_layer.weight', {
        ...table,
        shape: [rows, shape[1]],
        bytes: bytes.subarray(0, rows * rowBytes),
      });
    else for (let row = rows; row < shape[0]; row++) bytes.set(bytes.subarray(0, rowBytes), row * rowBytes);
    await writeTensors(file, tensors);
  }
  await editJson(join(shorter, 'config.json'), (json) => Object.assign(json, { vocab_size_per_layer_input: rows }));
  assert.equal(largestDifference(await logitsOf(shorter), await logitsOf(first)), 0);
});

test('a tower of an architecture that is not there is refused by its place in config.json', async () => {
  const folder = await copyOf('llava');
  await editJson(join(folder, 'config.json'), ({ text_config }) => {
    Object.assign(text_config as object, { model_type: 'marian' });
  });
  await assert.rejects(logitsOf(folder), {
    code: 'config-unsupported',
    key: 'text_config.model_type',
    value: '"marian"',
  });
});

test('quantised weights are refused whether the section or the whole names them', async () => {
  for (const said of [{ quantization_config: {} }, { text_config: { quantization_config: {} } }]) {
    const folder = await copyOf('qwen3_vl');
    await editJson(join(folder, 'config.json'), (json) => {
      Object.assign(json, said, { text_config: { ...(json.text_config as object), ...said.text_config } });
    });
    await assert.rejects(logitsOf(folder), { code: 'quantisation-unsupported' });
  }
});
