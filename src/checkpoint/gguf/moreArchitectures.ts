// Rows of the table of GGUF's architectures: relatives of Llama that laterArchitectures.ts has no room for, and MPT.
import { expertKeys, type GgufArchitecture, joinedHeads } from './ggufArchitecture.ts';
import { ATTENTION, HEAD_NORMS, llamaLike, MIXTRAL_EXPERTS, MLP, withTowers } from './llamaNames.ts';

/** What MPT's biases fall by is made for at most 8 here, as in all published models. */
const ALIBI_MOST = 8;

export const MORE_ARCHITECTURES: Readonly<Record<string, GgufArchitecture>> = {
  apertus: {
    modelType: 'apertus',
    names: llamaLike({
      ...{ ...ATTENTION, ...HEAD_NORMS, attn_norm: 'attention_layernorm', ffn_norm: 'feedforward_layernorm' },
      ...{ ffn_up: MLP.ffn_up, ffn_down: MLP.ffn_down },
    }),
    // A config.json without a section would be taken for one of 2025's sizes; the file means what it says.
    keys: ({ divisors, theta }) => (divisors ? {} : { rope_parameters: { rope_type: 'default', rope_theta: theta } }),
    listed: {
      'xielu.alpha_n': { name: 'mlp.act_fn.alpha_n', shape: [1] },
      'xielu.alpha_p': { name: 'mlp.act_fn.alpha_p', shape: [1] },
      'xielu.beta': { name: 'mlp.act_fn.beta', shape: [] },
      'xielu.eps': { name: 'mlp.act_fn.eps', shape: [] },
    },
  },
  chatglm: {
    modelType: 'glm',
    names: llamaLike({ ...ATTENTION, ffn_up: 'mlp.gate_up_proj', ffn_down: 'mlp.down_proj' }),
    keys: ({ rotaryShare }) => ({ partial_rotary_factor: rotaryShare }),
    parts: joinedHeads,
  },
  'hunyuan-dense': {
    modelType: 'hunyuan_v1_dense',
    names: llamaLike({
      ...{ ...ATTENTION, ...MLP },
      ...{ attn_q_norm: 'self_attn.query_layernorm', attn_k_norm: 'self_attn.key_layernorm' },
    }),
  },
  mistral3: {
    modelType: 'mistral',
    names: withTowers(llamaLike({ ...ATTENTION, ...MLP })),
    keys: ({ number }) => ({ sliding_window: number('attention.sliding_window') || null }),
    check: ({ number, unsupported }) => {
      if (number('expert_count')) unsupported('expert_count', ['0']);
    },
    pairs: 'neighbours',
  },
  ministral3: {
    modelType: 'ministral3',
    names: withTowers(llamaLike({ ...ATTENTION, ...MLP })),
    keys: ({ number }) => ({ sliding_window: number('attention.sliding_window') || null }),
    scaling: ({ number }) => ({
      llama_4_scaling_beta: number('attention.temperature_scale') ?? number('rope.scaling_beta'),
    }),
    pairs: 'neighbours',
  },
  mpt: {
    modelType: 'mpt',
    names: {
      blocks: 'transformer.blocks.',
      inBlock: {
        ...{ attn_norm: 'norm_1', attn_qkv: 'attn.Wqkv', attn_output: 'attn.out_proj', ffn_norm: 'norm_2' },
        ...{ ffn_up: 'ffn.up_proj', ffn_down: 'ffn.down_proj', attn_q_norm: 'attn.q_ln', attn_k_norm: 'attn.k_ln' },
      },
      outside: {
        ...{ token_embd: 'transformer.wte', output_norm: 'transformer.norm_f', output: 'lm_head' },
        position_embd: 'transformer.wpe',
      },
    },
    keys: ({ hidden, heads, layers, epsilon, need, number }) => ({
      ...{ d_model: hidden, n_heads: heads, n_layers: layers, max_seq_len: need('context_length') },
      ...{ hidden_size: undefined, num_attention_heads: undefined, num_hidden_layers: undefined },
      ...{ layer_norm_epsilon: epsilon, tie_word_embeddings: true },
      attn_config: { clip_qkv: number('attention.clamp_kqv') ?? null },
    }),
    check: ({ number, heads, unsupported }) => {
      if (number('attention.max_alibi_bias') !== ALIBI_MOST)
        unsupported('attention.max_alibi_bias', [String(ALIBI_MOST)]);
      if ((number('attention.head_count_kv') ?? heads) !== heads)
        unsupported('attention.head_count_kv', [String(heads)]);
    },
  },
  phimoe: {
    modelType: 'phimoe',
    names: llamaLike({ ...ATTENTION, ...MIXTRAL_EXPERTS }),
    keys: (from) => ({
      ...{ ...expertKeys(from), lm_head_bias: from.has('output.bias') },
      original_max_position_embeddings: from.number('rope.scaling.original_context_length'),
      sliding_window: from.number('attention.sliding_window') || null,
    }),
    // The file has one scale of cosines and sines, which config.json says for texts of either length.
    scaling: ({ number }) => {
      const scale = number('rope.scaling.attn_factor') ?? 1;
      return { short_mscale: scale, long_mscale: scale };
    },
  },
  qwen2vl: { modelType: 'qwen2_vl_text', names: llamaLike({ ...ATTENTION, ...MLP }) },
  qwen3vl: { modelType: 'qwen3_vl_text', names: llamaLike({ ...ATTENTION, ...HEAD_NORMS, ...MLP }) },
};
