// Checkpoints as other programs than save_pretrained() write them: the same model, and the same numbers.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { localCpu } from '../../../src/runtime/localRuntime.ts';
import { Transformer } from '../../../src/transformer/transformer.ts';
import { largestDifference } from '../../golden/goldenErrors.ts';
import { copyOf, editJson, FIXTURES, renameTensors } from './remadeFolder.ts';

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

test("a table under the head's name is not taken where config.json says that the two differ", async () => {
  const folder = await copyOf('gpt2');
  await renameTensors(folder, (name) => (name === 'transformer.wte.weight' ? 'lm_head.weight' : name));
  await editJson(join(folder, 'config.json'), (config) => Object.assign(config, { tie_word_embeddings: false }));
  await assert.rejects(logitsOf(folder), { code: 'tensor-missing', tensor: 'transformer.wte.weight' });
});

async function assertSameLogits(folder: string, fixture: string): Promise<void> {
  assert.equal(largestDifference(await logitsOf(folder), await logitsOf(join(FIXTURES, fixture))), 0);
}

async function logitsOf(folder: string): Promise<Float32Array> {
  const model = await Transformer.load(folder, { runtime: localCpu });
  try {
    const sequence = model.newSequence();
    await model.forward(sequence, [5, 9, 70, 31]);
    return await model.logits(sequence, 0, 4);
  } finally {
    await model.release();
  }
}
