// Every architecture that is run, as llama.cpp's converter writes it: the file computes what the checkpoint computes.
import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { largestDifference } from '../../../golden/goldenErrors.ts';
import { copyOf, editJson } from '../remadeFolder.ts';
import { logitsOf } from '../sameLogits.ts';
import { byPart, type Converted, permuted, plusOne, writeAsGguf } from './convert.ts';
import { floats } from './ggufBytes.ts';
import { GPT2 } from './gpt2.ts';

const L = '^model\\.layers\\.(\\d+)\\.';
const name = (theirs: string, ours: string) => [new RegExp(`${L}${theirs}`), `blk.$1.${ours}`] as const;
const ENDS = [
  [/^model\.embed_tokens/, 'token_embd'],
  [/^model\.norm/, 'output_norm'],
  [/^lm_head/, 'output'],
] as const;
const ATTENTION = [
  name('self_attn\\.q_norm', 'attn_q_norm'),
  name('self_attn\\.k_norm', 'attn_k_norm'),
  name('self_attn\\.(q|k|v)_proj', 'attn_$2'),
  name('self_attn\\.o_proj', 'attn_output'),
];
const MLP = [name('mlp\\.(gate|up|down)_proj', 'ffn_$2')];
const BEFORE = [name('input_layernorm', 'attn_norm'), name('post_attention_layernorm', 'ffn_norm')];
const BEHIND = [
  name('post_attention_layernorm', 'post_attention_norm'),
  name('post_feedforward_layernorm', 'post_ffw_norm'),
];
const LLAMA = [...ENDS, ...ATTENTION, ...MLP, ...BEFORE];
const SANDWICH = [
  ...[...ENDS, ...ATTENTION, ...MLP, ...BEHIND, name('input_layernorm', 'attn_norm')],
  name('pre_feedforward_layernorm', 'ffn_norm'),
];

const usual: Converted['keys'] = (c) => ({
  context_length: c.max_position_embeddings,
  embedding_length: c.hidden_size,
  block_count: c.num_hidden_layers,
  feed_forward_length: c.intermediate_size,
  'attention.head_count': c.num_attention_heads,
  'attention.head_count_kv': c.num_key_value_heads,
  'attention.layer_norm_rms_epsilon': c.rms_norm_eps === undefined ? undefined : { float32: c.rms_norm_eps },
  'rope.freq_base': { float32: c.rope_theta },
  'attention.key_length': c.head_dim ?? undefined,
  'attention.value_length': c.head_dim ?? undefined,
});
const PERMUTED: Converted['changes'] = [
  [/q_proj/, permuted('num_attention_heads')],
  [/k_proj/, permuted('num_key_value_heads')],
];
const GEMMA: Converted['changes'] = [[/norm\.weight$/, plusOne]];
const caps: Converted['keys'] = (c) => ({
  ...usual(c),
  attn_logit_softcapping: { float32: c.attn_logit_softcapping },
  final_logit_softcapping: { float32: c.final_logit_softcapping },
  'attention.sliding_window': c.sliding_window,
});

const windows: Converted['keys'] = (c) => ({
  ...usual(c),
  'attention.sliding_window': c.sliding_window,
  'attention.sliding_window_pattern': {
    flags: (c.layer_types as string[]).map((type) => type === 'sliding_attention'),
  },
});
const layerNormed: Converted['keys'] = (c) => ({
  ...usual(c),
  'attention.layer_norm_epsilon': { float32: c.layer_norm_eps ?? c.norm_epsilon },
});

/** The names of a layer's experts; a number behind # says which. */
const experts = (within: string, ...[gate, down, up]: readonly string[]) =>
  Object.entries({ gate, down, up }).map(
    ([ours, theirs]) =>
      [
        new RegExp(`${L}${within}\\.experts\\.(\\d+)\\.${theirs}\\.weight`),
        `blk.$1.ffn_${ours}_exps.weight#$2`,
      ] as const,
  );
const MLP_EXPERTS = [...experts('mlp', 'gate_proj', 'down_proj', 'up_proj'), name('mlp\\.gate\\.', 'ffn_gate_inp.')];
const mixture: Converted['keys'] = (c) => ({
  ...usual(c),
  expert_count: c.num_local_experts ?? c.num_experts,
  expert_used_count: c.num_experts_per_tok,
});

interface Case extends Converted {
  /** What the converter cannot say, in the checkpoint that is compared. */
  readonly config?: Readonly<Record<string, unknown>>;
}

const CASES: Readonly<Record<string, Case>> = {
  arcee: { name: 'arcee', names: [...LLAMA, name('mlp\\.(up|down)_proj', 'ffn_$2')], keys: usual, changes: PERMUTED },
  ernie4_5: { name: 'ernie4_5', names: LLAMA, keys: usual },
  exaone4: {
    name: 'exaone4',
    names: [...ENDS, ...ATTENTION, ...MLP, ...BEHIND],
    keys: windows,
  },
  granite: {
    name: 'granite',
    names: LLAMA,
    keys: (c) => ({
      ...usual(c),
      'attention.scale': { float32: c.attention_multiplier },
      embedding_scale: { float32: c.embedding_multiplier },
      residual_scale: { float32: c.residual_multiplier },
      logit_scale: { float32: c.logits_scaling },
    }),
    changes: PERMUTED,
  },
  olmo: {
    name: 'olmo',
    names: LLAMA,
    keys: (c) => ({
      ...usual(c),
      'attention.layer_norm_epsilon': { float32: 1e-5 },
      'attention.clamp_kqv': c.clip_qkv === null ? undefined : { float32: c.clip_qkv },
    }),
    changes: PERMUTED,
  },
  gemma: { name: 'gemma', names: LLAMA, keys: usual, changes: GEMMA },
  gemma2: { name: 'gemma2', names: SANDWICH, keys: caps, changes: GEMMA, config: { query_pre_attn_scalar: 16 } },
  gemma3_text: {
    name: 'gemma3',
    names: SANDWICH,
    keys: (c) => ({ ...usual(c), 'attention.sliding_window': c.sliding_window }),
    changes: GEMMA,
    config: { layer_types: null }, // llama.cpp knows every sixth layer to see everything
  },
  gpt2: GPT2,
  gpt_neox: {
    name: 'gptneox',
    names: [
      [/^gpt_neox\.layers\.(\d+)\.input_layernorm/, 'blk.$1.attn_norm'],
      [/^gpt_neox\.layers\.(\d+)\.post_attention_layernorm/, 'blk.$1.ffn_norm'],
      [/^gpt_neox\.layers\.(\d+)\.attention\.query_key_value/, 'blk.$1.attn_qkv'],
      [/^gpt_neox\.layers\.(\d+)\.attention\.dense\./, 'blk.$1.attn_output.'],
      [/^gpt_neox\.layers\.(\d+)\.mlp\.dense_h_to_4h/, 'blk.$1.ffn_up'],
      [/^gpt_neox\.layers\.(\d+)\.mlp\.dense_4h_to_h/, 'blk.$1.ffn_down'],
      [/^gpt_neox\.embed_in/, 'token_embd'],
      [/^gpt_neox\.final_layer_norm/, 'output_norm'],
      [/^embed_out/, 'output'],
    ],
    keys: (c) => ({
      ...usual(c),
      'rope.freq_base': undefined,
      'rope.dimension_count': Math.trunc((c.rotary_pct * c.hidden_size) / c.num_attention_heads),
      use_parallel_residual: c.use_parallel_residual,
      'attention.layer_norm_epsilon': { float32: c.layer_norm_eps },
    }),
    changes: [[/query_key_value/, byPart]],
  },
  llama: { name: 'llama', names: LLAMA, keys: usual, changes: PERMUTED },
  mixtral: {
    name: 'llama',
    names: [
      ...experts('block_sparse_moe', 'w1', 'w2', 'w3'),
      name('block_sparse_moe\\.gate', 'ffn_gate_inp'),
      ...LLAMA,
    ],
    keys: mixture,
    changes: PERMUTED,
  },
  olmoe: { name: 'olmoe', names: [...MLP_EXPERTS, ...LLAMA], keys: mixture },
  qwen2_moe: {
    name: 'qwen2moe',
    names: [
      ...MLP_EXPERTS,
      name('mlp\\.shared_expert_gate', 'ffn_gate_inp_shexp'),
      name('mlp\\.shared_expert\\.(gate|up|down)_proj', 'ffn_$2_shexp'),
      ...LLAMA,
    ],
    keys: (c) => ({
      ...mixture(c),
      expert_feed_forward_length: c.moe_intermediate_size,
      expert_shared_feed_forward_length: c.shared_expert_intermediate_size,
    }),
  },
  qwen3_moe: {
    name: 'qwen3moe',
    names: [...MLP_EXPERTS, ...LLAMA],
    keys: (c) => ({ ...mixture(c), expert_feed_forward_length: c.moe_intermediate_size }),
  },
  olmo2: { name: 'olmo2', names: [...ENDS, ...ATTENTION, ...MLP, ...BEHIND], keys: usual },
  olmo3: { name: 'olmo2', names: [...ENDS, ...ATTENTION, ...MLP, ...BEHIND], keys: windows },
  phi: {
    name: 'phi2',
    names: [
      ...[...ENDS.slice(0, 1), ENDS[2], name('input_layernorm', 'attn_norm'), ...ATTENTION.slice(2, 3)],
      ...[name('self_attn\\.dense', 'attn_output'), name('mlp\\.fc1', 'ffn_up'), name('mlp\\.fc2', 'ffn_down')],
      [/^model\.final_layernorm/, 'output_norm'],
    ],
    keys: (c) => ({
      ...usual(c),
      'rope.freq_base': undefined,
      feed_forward_length: 4 * c.hidden_size,
      'rope.dimension_count': Math.trunc((c.partial_rotary_factor * c.hidden_size) / c.num_attention_heads),
      'attention.layer_norm_epsilon': { float32: c.layer_norm_eps },
    }),
  },
  'phi3-longrope': {
    name: 'phi3',
    names: [
      ...[...ENDS, ...BEFORE, name('self_attn\\.qkv_proj', 'attn_qkv'), name('self_attn\\.o_proj', 'attn_output')],
      ...[name('mlp\\.gate_up_proj', 'ffn_up'), name('mlp\\.down_proj', 'ffn_down')],
    ],
    keys: (c) => ({
      ...usual(c),
      'rope.scaling.original_context_length': c.original_max_position_embeddings,
      'rope.scaling.attn_factor': {
        float32: Math.sqrt(
          1 +
            Math.log(c.max_position_embeddings / c.original_max_position_embeddings) /
              Math.log(c.original_max_position_embeddings),
        ),
      },
      'rope.dimension_count': Math.trunc((c.partial_rotary_factor * c.hidden_size) / c.num_attention_heads),
      'attention.sliding_window': 0,
    }),
    tensors: ({ rope_scaling: { long_factor: long, short_factor: short } }: Record<string, never>) => [
      floats('rope_factors_long.weight', [(long as number[]).length], long),
      floats('rope_factors_short.weight', [(short as number[]).length], short),
    ],
  },
  qwen2: { name: 'qwen2', names: LLAMA, keys: usual },
  qwen3: { name: 'qwen3', names: LLAMA, keys: usual },
  stablelm: {
    name: 'stablelm',
    names: LLAMA,
    keys: (c) => ({
      ...layerNormed(c),
      use_parallel_residual: c.use_parallel_residual,
      'rope.dimension_count': Math.trunc((c.partial_rotary_factor * c.hidden_size) / c.num_attention_heads),
    }),
  },
  starcoder2: {
    name: 'starcoder2',
    names: [...LLAMA, name('mlp\\.c_fc', 'ffn_up'), name('mlp\\.c_proj', 'ffn_down')],
    keys: layerNormed,
  },
  smollm3: { name: 'smollm3', names: LLAMA, keys: usual, changes: PERMUTED },
};

for (const [fixture, { config, ...as }] of Object.entries(CASES)) {
  test(`${as.name} as a GGUF file computes what ${fixture} computes`, async () => {
    const folder = await copyOf(fixture);
    const configFile = join(folder, 'config.json');
    await editJson(configFile, (json) => Object.assign(json, config));
    const file = join(folder, 'model.gguf');
    await writeAsGguf(folder, file, as);
    const expected = await logitsOf(folder);
    await rm(configFile);
    const difference = largestDifference(await logitsOf(file), expected);
    // 1 + (w + 1 - 1) is not always 1 + w, and factors and rotary frequencies were rounded.
    assert.ok(difference <= 1e-5, `logits differ by ${difference}`);
  });
}
