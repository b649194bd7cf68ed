// What config.json asks of Llama's relatives and of towers, and we do not have, is refused by its key; keys that are left
// out mean what their class says.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyOf, editJson } from '../checkpoint/remadeFolder.ts';
import { assertSameLogits, logitsOf } from '../checkpoint/sameLogits.ts';

type Row = readonly [name: string, fixture: string, changes: object, key: string];

const UNSUPPORTED: readonly Row[] = [
  ['an activation that learned other numbers', 'apertus', { hidden_act: 'prelu' }, 'hidden_act'],
  ['a part of each head that turns', 'granite', { partial_rotary_factor: 0.5 }, 'partial_rotary_factor'],
  ['layers of another kind', 'olmo3', { layer_types: Array(4).fill('linear_attention') }, 'layer_types'],
  [
    'rotary positions of three axes in other towers',
    'llava',
    { text_config: { model_type: 'llama', rope_scaling: { type: 'mrope' } } },
    'text_config.rope_scaling.type',
  ],
  [
    'a tower that sees later tokens',
    'gemma3',
    { text_config: { use_bidirectional_attention: true } },
    'text_config.use_bidirectional_attention',
  ],
];
const INVALID: readonly Row[] = [
  [
    'letters for a pattern of local layers',
    'exaone4',
    { layer_types: null, sliding_window_pattern: 'LLLG' },
    'sliding_window_pattern',
  ],
  ['local layers without a window', 'olmo3', { sliding_window: null }, 'sliding_window'],
  ['logits that are divided by nothing', 'granite', { logits_scaling: 0 }, 'logits_scaling'],
  ['a factor that is none', 'granite', { residual_multiplier: '0.5' }, 'residual_multiplier'],
  ['a clip to nothing', 'olmo', { clip_qkv: 0 }, 'clip_qkv'],
  ['a section that is none', 'llava', { text_config: 'llama' }, 'text_config'],
];
for (const [code, rows] of [
  ['config-unsupported', UNSUPPORTED],
  ['config-invalid', INVALID],
] as const) {
  for (const [name, fixture, changes, key] of rows) {
    test(`refuses ${name} (${fixture})`, async () => {
      await assert.rejects(logitsOf(await changed(fixture, changes)), { code, key });
    });
  }
}

const SAME_MODEL: readonly (readonly [name: string, fixture: string, changes: object])[] = [
  ['the pattern of local layers as a number', 'exaone4', { layer_types: undefined }],
  ['an alpha under the older name of its type', 'hunyuan_v1_dense', { rope_scaling: { type: 'dynamic', alpha: 1000 } }],
];
for (const [name, fixture, changes] of SAME_MODEL) {
  test(`reads ${name} (${fixture})`, async () => {
    await assertSameLogits(await changed(fixture, changes), fixture);
  });
}

async function changed(fixture: string, changes: object): Promise<string> {
  const folder = await copyOf(fixture);
  await editJson(join(folder, 'config.json'), (json) => Object.assign(json, changes));
  return folder;
}
