// What config.json asks of Llama's relatives and of towers, and we do not have, is refused by its key; keys that are left
// out mean what their class says.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { copyOf, editJson } from '../checkpoint/remadeFolder.ts';
import { assertSameLogits, logitsOf } from '../checkpoint/sameLogits.ts';

type Row = readonly [name: string, fixture: string, changes: object, key: string];

const DOUBLED = {
  ...{ use_double_wide_mlp: true, num_kv_shared_layers: 1, per_layer_config: null },
  layer_types: Array(2).fill('full_attention'),
};
const ONE_ROTATION = { full_attention: { rope_type: 'default', rope_theta: 10_000 } };

const SPARSITY = 'activation_sparsity_pattern';
const SHARED = 'num_kv_shared_layers';

const UNSUPPORTED: readonly Row[] = [
  ['an activation that learned other numbers', 'apertus', { hidden_act: 'prelu' }, 'hidden_act'],
  ['a part of each head that turns', 'granite', { partial_rotary_factor: 0.5 }, 'partial_rotary_factor'],
  ['layers of another kind', 'olmo3', { layer_types: Array(4).fill('linear_attention') }, 'layer_types'],
  ['windows beside a delta rule', 'qwen3_5_text', { layer_types: Array(4).fill('sliding_attention') }, 'layer_types'],
  [
    'rotary positions of three axes in other towers',
    'llava',
    { text_config: { model_type: 'llama', rope_scaling: { type: 'mrope' } } },
    'text_config.rope_scaling.type',
  ],
  ['an MLP twice as wide beside experts', 'gemma4_text-moe', DOUBLED, 'use_double_wide_mlp'],
  ['sight of later tokens', 'gemma4_text', { use_bidirectional_attention: 'all' }, 'use_bidirectional_attention'],
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
  ['layers that share the keys of nobody', 'gemma4_text', { num_kv_shared_layers: 3 }, 'num_kv_shared_layers'],
  ['no layer that makes keys', 'gemma4_text', { num_kv_shared_layers: 4 }, 'num_kv_shared_layers'],
  [
    'other sizes of single layers',
    'gemma4_text',
    { per_layer_config: { 1: { intermediate_size: 64 } } },
    'per_layer_config',
  ],
  [
    'heads of two widths that turn alike',
    'gemma4_text',
    { per_layer_config: { 1: { head_dim: 16 } } },
    'per_layer_config',
  ],
  ['rotations of one kind of layer', 'gemma4_text', { rope_parameters: ONE_ROTATION }, 'rope_parameters'],
  ['tokens without a row per layer', 'gemma4_text', { vocab_size_per_layer_input: 210 }, 'vocab_size'],
  ['more experts than there are', 'gemma4_text-moe', { top_k_experts: 7 }, 'top_k_experts'],
  ['experts without a number', 'gemma4_text-moe', { num_experts: null }, 'num_experts'],
  ['keys that cannot be shared evenly', 'qwen3_next', { linear_num_value_heads: 3 }, 'linear_num_value_heads'],
  ['a single stream', 'gemma3n_text', { altup_num_inputs: 1 }, 'altup_num_inputs'],
  ['an active stream that is not there', 'gemma3n_text', { altup_active_idx: 3 }, 'altup_active_idx'],
  ['gates of which none passes', 'gemma3n_text', { activation_sparsity_pattern: [0.9, 1, 0, 0] }, SPARSITY],
  ['a share of gates for too few layers', 'gemma3n_text', { activation_sparsity_pattern: [0.9] }, SPARSITY],
  ['one share of gates for all layers', 'gemma3n_text', { activation_sparsity_pattern: 0.9 }, SPARSITY],
  ['widths of too few MLPs', 'gemma3n_text', { intermediate_size: [44, 44] }, 'intermediate_size'],
  ['an MLP of no width', 'gemma3n_text', { intermediate_size: [44, 44, 0, 44] }, 'intermediate_size'],
  ['more layers that share keys than there are', 'gemma3n_text', { num_kv_shared_layers: undefined }, SHARED],
  ['heads of a state that are no part of it', 'falcon_h1', { mamba_n_heads: 5 }, 'mamba_d_ssm'],
  ['heads of a state of another width', 'falcon_h1', { mamba_d_head: 16 }, 'mamba_d_head'],
  ['four factors for five parts', 'falcon_h1', { ssm_multipliers: [1, 1, 1, 1] }, 'ssm_multipliers'],
  ['a factor in words', 'falcon_h1', { mlp_multipliers: [1, 'half'] }, 'mlp_multipliers'],
  ['groups that do not divide the heads', 'falcon_h1', { mamba_n_groups: 3 }, 'mamba_n_heads'],
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

const LOCAL_LAST = ['sliding_attention', 'full_attention', 'sliding_attention', 'sliding_attention'];

const SAME_MODEL: readonly (readonly [name: string, fixture: string, changes: object])[] = [
  ['the widths of global heads by the older key', 'gemma4_text', { per_layer_config: undefined, global_head_dim: 16 }],
  [
    'the sizes of global heads by the older keys',
    'gemma4_text-moe',
    { per_layer_config: undefined, global_head_dim: 16, num_global_key_value_heads: 1 },
  ],
  ['the usual rotations without a word about them', 'gemma4_text', { rope_parameters: null }],
  ['a global last layer, whatever the list says', 'gemma4_text', { layer_types: LOCAL_LAST }],
  ['one width for all MLPs', 'gemma3n_text', { intermediate_size: 44 }],
  ['the first stream as the active one where nothing is said', 'gemma3n_text', { altup_active_idx: undefined }],
  ['the width of a head that is left to the others', 'falcon_h1', { mamba_d_head: 'auto' }],
  ['the pattern of local layers as a number', 'exaone4', { layer_types: undefined }],
  ['the pattern of attention without a list', 'qwen3_5_text', { layer_types: undefined }],
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
