// Files whose names of tensors have parts that training put around the model.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { copyOf, renameTensors } from '../checkpoint/remadeFolder.ts';
import { assertSameLogits, logitsOf } from '../checkpoint/sameLogits.ts';

type Wrapped = readonly [story: string, fixture: string, rename: (name: string) => string];

const WRAPPED: readonly Wrapped[] = [
  ...['gpt2', 'gemma3_text', 'gptj', 'gpt_neox-f16-hub-layout', 'opt', 'llama-sharded'].flatMap((fixture) =>
    ['_orig_mod.', 'module.', 'model.', 'a.b.'].map(
      (prefix): Wrapped => [`in ${prefix}`, fixture, (name) => prefix + name],
    ),
  ),
  ['without its base', 'gpt2', (name) => `_orig_mod.${name.replace('transformer.', '')}`],
  ['with a tied table under the head', 'gpt2', (name) => `module.${name.replace(/.*wte/, 'lm_head')}`],
  ['inside the whole', 'llama', (name) => name.replace(/^model\./, 'model._orig_mod.')],
  ['block by block', 'llama', (name) => name.replace(/(layers\.\d+)\./, '$1._fsdp_wrapped_module._orig_mod.')],
];
for (const [story, fixture, rename] of WRAPPED) {
  test(`${fixture} wrapped ${story} is read all the same`, async () => {
    const folder = await copyOf(fixture);
    await renameTensors(folder, rename);
    await assertSameLogits(folder, fixture);
  });
}

test('a tensor that is missing in a wrapped file is called by the name of the architecture', async () => {
  const folder = await copyOf('gpt2');
  await renameTensors(folder, (name) => `module.${name.replace('h.0.ln_1', 'h.0.other')}`);
  await assert.rejects(logitsOf(folder), { code: 'tensor-missing', tensor: 'transformer.h.0.ln_1.weight' });
});

test('a file without any table is refused by the name that the table should have', async () => {
  const folder = await copyOf('gpt2');
  await renameTensors(folder, (name) => `${'a.'.repeat(2000)}${name.replace('wte', 'other')}`);
  await assert.rejects(logitsOf(folder), { code: 'tensor-missing', tensor: 'wte.weight' });
});
