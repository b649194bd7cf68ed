// Rows of the table of GGUF's architectures: those with attention in every layer that architectures.ts has no room for.
import type { ArchitectureKeys } from './configKeys.ts';
import { expertKeys, type GgufArchitecture, windows } from './ggufArchitecture.ts';
import { ATTENTION, GPT2, HEAD_NORMS, llamaLike, MAPS, MLP } from './llamaNames.ts';
import type { TensorNames } from './tensorNames.ts';

export const GRANITE_EXPERTS = {
  ffn_gate_inp: 'block_sparse_moe.router.layer',
  ffn_gate_exps: 'block_sparse_moe.experts.{e}.gate_proj',
  ffn_up_exps: 'block_sparse_moe.experts.{e}.up_proj',
  ffn_down_exps: 'block_sparse_moe.experts.{e}.down_proj',
};

export function graniteKeys({ number }: ArchitectureKeys) {
  return {
    attention_multiplier: number('attention.scale'),
    embedding_multiplier: number('embedding_scale'),
    residual_multiplier: number('residual_scale'),
    logits_scaling: number('logit_scale'),
  };
}

/** Attention and MLP side by side behind one norm. */
const COHERE = llamaLike({ ...MAPS, ...HEAD_NORMS, attn_norm: 'input_layernorm', ...MLP });

/** Falcon's, and Bloom's, which has its joined map, too. */
const FALCON = {
  attn_qkv: 'self_attention.query_key_value',
  attn_output: 'self_attention.dense',
  ffn_up: 'mlp.dense_h_to_4h',
  ffn_down: 'mlp.dense_4h_to_h',
};
const FALCON_OUTSIDE = {
  token_embd: 'transformer.word_embeddings',
  output_norm: 'transformer.ln_f',
  output: 'lm_head', // tied, and a copy of the table where it is there
};

function falcon(norms: Readonly<Record<string, string>>): TensorNames {
  return { blocks: 'transformer.h.', inBlock: { ...FALCON, ...norms }, outside: FALCON_OUTSIDE };
}

function falconKeys({ number, inner, epsilon, has }: ArchitectureKeys) {
  return {
    ...{ layer_norm_epsilon: epsilon, ffn_hidden_size: inner, bias: has('attn_qkv.bias'), parallel_attn: true },
    ...{ multi_query: number('attention.head_count_kv') === 1, alibi: false },
  };
}

export const LATER_ARCHITECTURES: Readonly<Record<string, GgufArchitecture>> = {
  bloom: {
    modelType: 'bloom',
    names: {
      ...falcon({ attn_norm: 'input_layernorm', ffn_norm: 'post_attention_layernorm' }),
      outside: { ...FALCON_OUTSIDE, token_embd_norm: 'transformer.word_embeddings_layernorm' },
    },
    keys: ({ layers, heads, epsilon, need }) => ({
      ...{ n_layer: layers, n_head: heads, layer_norm_epsilon: epsilon, seq_length: need('context_length') },
      ...{ num_hidden_layers: undefined, num_attention_heads: undefined, intermediate_size: undefined },
    }),
    joined: 'byHead',
  },
  cohere2: {
    modelType: 'cohere2',
    names: COHERE,
    keys: (from) => ({
      ...windows(from),
      ...{ layer_norm_eps: from.epsilon, logit_scale: from.number('logit_scale') },
    }),
  },
  'command-r': {
    modelType: 'cohere',
    names: COHERE,
    keys: ({ number, epsilon, has }) => ({
      ...{ layer_norm_eps: epsilon, logit_scale: number('logit_scale'), use_qk_norm: has('attn_q_norm.weight') },
    }),
  },
  falcon: { modelType: 'falcon', names: falcon({ attn_norm: 'input_layernorm' }), keys: falconKeys, joined: 'byGroup' },
  falcon_new: {
    modelType: 'falcon',
    names: falcon({ attn_norm: 'ln_mlp', attn_norm_2: 'ln_attn' }),
    keys: (from) => ({ ...falconKeys(from), new_decoder_architecture: true, num_ln_in_parallel_attn: 2 }),
    joined: 'byGroup',
  },
  glm4: {
    modelType: 'glm4',
    names: llamaLike({
      ...{ ...ATTENTION, ffn_up: 'mlp.gate_up_proj', ffn_down: 'mlp.down_proj' },
      ...{ post_attention_norm: 'post_self_attn_layernorm', post_ffw_norm: 'post_mlp_layernorm' },
    }),
    keys: ({ rotaryShare }) => ({ partial_rotary_factor: rotaryShare }),
  },
  granitemoe: {
    modelType: 'granitemoe',
    names: llamaLike({ ...ATTENTION, ...GRANITE_EXPERTS }),
    keys: (from) => ({ ...graniteKeys(from), ...expertKeys(from) }),
    pairs: 'neighbours',
  },
  seed_oss: {
    modelType: 'seed_oss',
    names: llamaLike({
      ...{ ...MAPS, ...MLP, attn_norm: 'input_layernorm', post_attention_norm: 'post_attention_layernorm' },
    }),
    keys: ({ has }) => ({ attention_out_bias: has('attn_output.bias') }),
  },
  starcoder: {
    modelType: 'gpt_bigcode',
    names: GPT2,
    keys: ({ number, inner, epsilon }) => ({
      ...{ n_inner: inner, layer_norm_epsilon: epsilon, multi_query: number('attention.head_count_kv') === 1 },
    }),
  },
};
