// What llama.cpp calls the architectures that can be read, and how its converter writes each of them: names of tensors, the
// keys of its metadata that config.json has under other names, and what it changes in the tensors' numbers.
// https://github.com/ggml-org/llama.cpp/blob/master/convert_hf_to_gguf.py
import type { ArchitectureKeys } from './configKeys.ts';
import type { TensorNames } from './tensorNames.ts';

/** Sliding layers, as config.json has them; undefined where the file has no list. */
function windows({ number, sliding }: ArchitectureKeys) {
  const layer_types = sliding?.map((slides) => (slides ? 'sliding_attention' : 'full_attention'));
  return { sliding_window: number('attention.sliding_window') || null, layer_types };
}

export interface GgufArchitecture {
  /** Hugging Face's model_type. */
  readonly modelType: string;
  readonly names: TensorNames;
  /** Keys of config.json beside those that all have. */
  readonly keys?: (from: ArchitectureKeys) => Readonly<Record<string, unknown>>;
  /** Rows of the maps to queries and keys are arranged for rotary pairs that are neighbours. */
  readonly pairs?: 'neighbours';
  /** The joined map to queries, keys and values is cut head by head in the model. */
  readonly joined?: 'byHead';
  /** Norms are stored with 1 added. */
  readonly norms?: 'plusOne';
  /** Maps that the model stores as [in, out], and the file as everybody else. */
  readonly transposed?: readonly string[];
}

const OUTSIDE = { token_embd: 'model.embed_tokens', output_norm: 'model.norm', output: 'lm_head' };
const ATTENTION = {
  attn_norm: 'input_layernorm',
  attn_q: 'self_attn.q_proj',
  attn_k: 'self_attn.k_proj',
  attn_v: 'self_attn.v_proj',
  attn_output: 'self_attn.o_proj',
  ffn_norm: 'post_attention_layernorm',
};
const MLP = { ffn_gate: 'mlp.gate_proj', ffn_up: 'mlp.up_proj', ffn_down: 'mlp.down_proj' };
const HEAD_NORMS = { attn_q_norm: 'self_attn.q_norm', attn_k_norm: 'self_attn.k_norm' };
const EXPERTS = {
  ffn_gate_inp: 'mlp.gate',
  ffn_gate_exps: 'mlp.experts.{e}.gate_proj',
  ffn_up_exps: 'mlp.experts.{e}.up_proj',
  ffn_down_exps: 'mlp.experts.{e}.down_proj',
};
const SHARED_EXPERT = {
  ffn_gate_inp_shexp: 'mlp.shared_expert_gate',
  ffn_gate_shexp: 'mlp.shared_expert.gate_proj',
  ffn_up_shexp: 'mlp.shared_expert.up_proj',
  ffn_down_shexp: 'mlp.shared_expert.down_proj',
};
const MIXTRAL_EXPERTS = {
  ffn_gate_inp: 'block_sparse_moe.gate',
  ffn_gate_exps: 'block_sparse_moe.experts.{e}.w1',
  ffn_down_exps: 'block_sparse_moe.experts.{e}.w2',
  ffn_up_exps: 'block_sparse_moe.experts.{e}.w3',
};
/** A norm behind each half, and none in front of it. */
const BEHIND = { post_attention_norm: 'post_attention_layernorm', post_ffw_norm: 'post_feedforward_layernorm' };
/** A norm on both sides of each half. */
const AROUND = { ...ATTENTION, ...BEHIND, ffn_norm: 'pre_feedforward_layernorm' };

const { attn_norm: _, ffn_norm: __, ...MAPS } = ATTENTION;

function llamaLike(inBlock: Readonly<Record<string, string>>): TensorNames {
  return { blocks: 'model.layers.', inBlock, outside: OUTSIDE };
}

const LLAMA = llamaLike({ ...ATTENTION, ...MLP });
const OLMO2 = llamaLike({ ...MAPS, ...HEAD_NORMS, ...MLP, ...BEHIND });
const QWEN3 = llamaLike({ ...ATTENTION, ...HEAD_NORMS, ...MLP });

const GPT2: TensorNames = {
  blocks: 'transformer.h.',
  inBlock: {
    attn_norm: 'ln_1',
    attn_qkv: 'attn.c_attn',
    attn_output: 'attn.c_proj',
    ffn_norm: 'ln_2',
    ffn_up: 'mlp.c_fc',
    ffn_down: 'mlp.c_proj',
  },
  outside: {
    token_embd: 'transformer.wte',
    position_embd: 'transformer.wpe',
    output_norm: 'transformer.ln_f',
    output: 'lm_head',
  },
};

const GPT_NEOX: TensorNames = {
  blocks: 'gpt_neox.layers.',
  inBlock: {
    attn_norm: 'input_layernorm',
    attn_qkv: 'attention.query_key_value',
    attn_output: 'attention.dense',
    ffn_norm: 'post_attention_layernorm',
    ffn_up: 'mlp.dense_h_to_4h',
    ffn_down: 'mlp.dense_4h_to_h',
  },
  outside: { token_embd: 'gpt_neox.embed_in', output_norm: 'gpt_neox.final_layer_norm', output: 'embed_out' },
};

const PHI: TensorNames = {
  blocks: 'model.layers.',
  inBlock: {
    ...{ attn_norm: 'input_layernorm', attn_q: 'self_attn.q_proj', attn_k: 'self_attn.k_proj' },
    ...{ attn_v: 'self_attn.v_proj', attn_output: 'self_attn.dense', ffn_up: 'mlp.fc1', ffn_down: 'mlp.fc2' },
  },
  outside: { ...OUTSIDE, output_norm: 'model.final_layernorm' },
};

const PHI3 = llamaLike({
  ...{ attn_norm: 'input_layernorm', attn_qkv: 'self_attn.qkv_proj', attn_output: 'self_attn.o_proj' },
  ...{ ffn_norm: 'post_attention_layernorm', ffn_up: 'mlp.gate_up_proj', ffn_down: 'mlp.down_proj' },
});

const ARCHITECTURES: Readonly<Record<string, GgufArchitecture>> = {
  arcee: { modelType: 'arcee', names: LLAMA, pairs: 'neighbours' },
  ernie4_5: { modelType: 'ernie4_5', names: LLAMA, keys: ({ hasBias }) => ({ use_bias: hasBias }) },
  exaone4: {
    modelType: 'exaone4',
    names: llamaLike({ ...MAPS, ...HEAD_NORMS, ...MLP, ...BEHIND }),
    keys: windows,
  },
  gemma: { modelType: 'gemma', names: LLAMA, norms: 'plusOne' },
  gemma2: {
    modelType: 'gemma2',
    names: llamaLike({ ...AROUND, ...MLP }),
    keys: (from) => ({ ...gemmaScale(from, 46), ...caps(from), ...windows(from) }),
    norms: 'plusOne',
  },
  gemma3: {
    modelType: 'gemma3_text',
    names: llamaLike({ ...AROUND, ...HEAD_NORMS, ...MLP }),
    keys: (from) => ({
      ...{ ...gemmaScale(from, 62), ...caps(from), ...windows(from) },
      ...(from.number('attention.sliding_window')
        ? {}
        : { layer_types: Array(Math.min(from.layers, 10_000)).fill('full_attention') }),
      ...{ rope_theta: from.number('rope.freq_base') ?? 1_000_000 },
      ...{ rope_local_base_freq: from.number('rope.freq_base_swa') ?? 10_000 },
    }),
    norms: 'plusOne',
  },
  gpt2: {
    modelType: 'gpt2',
    names: GPT2,
    keys: ({ inner, epsilon }) => ({ n_inner: inner, layer_norm_epsilon: epsilon }),
    transposed: ['attn_qkv', 'attn_output', 'ffn_up', 'ffn_down'],
  },
  gptneox: {
    modelType: 'gpt_neox',
    names: GPT_NEOX,
    keys: ({ flag, epsilon, rotaryShare, theta }) => ({
      ...{ use_parallel_residual: flag('use_parallel_residual') ?? true, layer_norm_eps: epsilon },
      ...{ rotary_pct: rotaryShare, rotary_emb_base: theta },
    }),
    joined: 'byHead',
  },
  granite: {
    modelType: 'granite',
    names: LLAMA,
    keys: ({ number }) => ({
      attention_multiplier: number('attention.scale'),
      embedding_multiplier: number('embedding_scale'),
      residual_multiplier: number('residual_scale'),
      logits_scaling: number('logit_scale'),
    }),
    pairs: 'neighbours',
  },
  llama: { modelType: 'llama', names: LLAMA, pairs: 'neighbours' },
  mixtral: {
    modelType: 'mixtral',
    names: llamaLike({ ...ATTENTION, ...MIXTRAL_EXPERTS }),
    keys: ({ number }) => ({
      num_local_experts: number('expert_count'),
      num_experts_per_tok: number('expert_used_count'),
      sliding_window: null,
    }),
    pairs: 'neighbours',
  },
  olmo: {
    modelType: 'olmo',
    names: llamaLike({ ...MAPS, ...MLP }),
    keys: ({ number }) => ({ clip_qkv: number('attention.clamp_kqv') ?? null }),
    pairs: 'neighbours',
  },
  olmo2: { modelType: 'olmo2', names: OLMO2 },
  olmo3: { modelType: 'olmo3', names: OLMO2, keys: windows },
  olmoe: {
    modelType: 'olmoe',
    names: llamaLike({ ...ATTENTION, ...HEAD_NORMS, ...EXPERTS }),
    keys: ({ number }) => ({ num_experts: number('expert_count'), num_experts_per_tok: number('expert_used_count') }),
  },
  phi2: {
    modelType: 'phi',
    names: PHI,
    keys: ({ epsilon, rotaryShare }) => ({ layer_norm_eps: epsilon, partial_rotary_factor: rotaryShare }),
  },
  phi3: {
    modelType: 'phi3',
    names: PHI3,
    keys: ({ number, rotaryShare }) => ({
      partial_rotary_factor: rotaryShare,
      original_max_position_embeddings: number('rope.scaling.original_context_length'),
      sliding_window: number('attention.sliding_window') || null, // Phi-4's files say 0
    }),
  },
  qwen2: { modelType: 'qwen2', names: LLAMA },
  qwen2moe: {
    modelType: 'qwen2_moe',
    names: llamaLike({ ...ATTENTION, ...EXPERTS, ...SHARED_EXPERT }),
    keys: ({ number }) => ({
      num_experts: number('expert_count'),
      num_experts_per_tok: number('expert_used_count'),
      moe_intermediate_size: number('expert_feed_forward_length'),
      shared_expert_intermediate_size: number('expert_shared_feed_forward_length'),
    }),
  },
  qwen3: { modelType: 'qwen3', names: QWEN3 },
  qwen3moe: {
    modelType: 'qwen3_moe',
    names: llamaLike({ ...ATTENTION, ...HEAD_NORMS, ...EXPERTS }),
    keys: ({ number }) => ({
      num_experts: number('expert_count'),
      num_experts_per_tok: number('expert_used_count'),
      moe_intermediate_size: number('expert_feed_forward_length'),
      norm_topk_prob: true,
    }),
  },
  smollm3: { modelType: 'smollm3', names: LLAMA, pairs: 'neighbours' },
  stablelm: {
    modelType: 'stablelm',
    names: LLAMA,
    keys: ({ flag, epsilon, rotaryShare, hasBias }) => ({
      ...{ layer_norm_eps: epsilon, partial_rotary_factor: rotaryShare, use_qkv_bias: hasBias },
      ...{ use_parallel_residual: flag('use_parallel_residual') ?? false },
    }),
  },
  starcoder2: {
    modelType: 'starcoder2',
    names: llamaLike({ ...ATTENTION, ffn_up: 'mlp.c_fc', ffn_down: 'mlp.c_proj' }),
    keys: ({ epsilon, hasBias }) => ({ norm_epsilon: epsilon, use_bias: hasBias, sliding_window: null }),
  },
};

/** Rows that a file has under the name of an older relative. */
const BEHIND_OTHERS = ['mixtral', 'olmo3'];

export const GGUF_ARCHITECTURES: readonly string[] = Object.keys(ARCHITECTURES).filter(
  (name) => !BEHIND_OTHERS.includes(name),
);

export interface Traits {
  readonly hasExperts: boolean;
  readonly hasWindow: boolean;
}

/**
 * llama.cpp has one name for Llama, Mistral and Mixtral, and one for OLMo 2 and 3. Undefined for a name that is not in the
 * table.
 */
export function ggufArchitecture(name: string, { hasExperts, hasWindow }: Traits): GgufArchitecture | undefined {
  if (!GGUF_ARCHITECTURES.includes(name)) return undefined;
  if (name === 'llama' && hasExperts) return ARCHITECTURES.mixtral;
  return name === 'olmo2' && hasWindow ? ARCHITECTURES.olmo3 : ARCHITECTURES[name];
}

/** The scores' factor: of the largest model of each family it is not that of its heads' width, and no key says it. */
function gemmaScale({ layers, hidden, heads, dHead }: ArchitectureKeys, largest: number) {
  return { query_pre_attn_scalar: layers === largest ? hidden / heads : dHead };
}

function caps({ number }: ArchitectureKeys) {
  return {
    attn_logit_softcapping: number('attn_logit_softcapping') ?? null,
    final_logit_softcapping: number('final_logit_softcapping') ?? null,
  };
}
