import { DELTA_ARCHITECTURES } from './deltaArchitectures.ts';
import { ENCODER_ARCHITECTURES, OLLAMA_EMBEDDING_GEMMA, QWEN3_BARE } from './encoderArchitectures.ts';
import { GEMMA_ARCHITECTURES } from './gemmaArchitectures.ts';
import { type GgufArchitecture, windows } from './ggufArchitecture.ts';
import { GPT_OSS_ARCHITECTURES } from './gptOssArchitectures.ts';
import { LATER_ARCHITECTURES } from './laterArchitectures.ts';
import {
  ATTENTION,
  BEHIND,
  EXPERTS,
  GPT2,
  HEAD_NORMS,
  llamaLike,
  MAPS,
  MIXTRAL_EXPERTS,
  MLP,
  OUTSIDE,
  SHARED_EXPERT,
} from './llamaNames.ts';
import { MORE_ARCHITECTURES } from './moreArchitectures.ts';
import { STATE_ARCHITECTURES } from './stateArchitectures.ts';
import type { TensorNames } from './tensorNames.ts';

const LLAMA = llamaLike({ ...ATTENTION, ...MLP });
const OLMO2 = llamaLike({ ...MAPS, ...HEAD_NORMS, ...MLP, ...BEHIND });
const QWEN3 = llamaLike({ ...ATTENTION, ...HEAD_NORMS, ...MLP });

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
  ...ENCODER_ARCHITECTURES,
  ...LATER_ARCHITECTURES,
  ...MORE_ARCHITECTURES,
  ...GEMMA_ARCHITECTURES,
  ...GPT_OSS_ARCHITECTURES,
  ...STATE_ARCHITECTURES,
  ...DELTA_ARCHITECTURES,
  arcee: { modelType: 'arcee', names: LLAMA, pairs: 'neighbours' },
  ernie4_5: { modelType: 'ernie4_5', names: LLAMA, keys: ({ hasBias }) => ({ use_bias: hasBias }) },
  exaone4: {
    modelType: 'exaone4',
    names: llamaLike({ ...MAPS, ...HEAD_NORMS, ...MLP, ...BEHIND }),
    keys: windows,
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
const BEHIND_OTHERS = ['falcon_new', 'ministral3', 'mixtral', 'olmo3'];

export const GGUF_ARCHITECTURES: readonly string[] = Object.keys(ARCHITECTURES).filter(
  (name) => !BEHIND_OTHERS.includes(name),
);

export interface Traits {
  readonly hasExperts: boolean;
  readonly hasWindow: boolean;
  /** A norm for each half, which stand side by side. */
  readonly hasSecondNorm: boolean;
  /** An embedding model of a kind that has no table of the way out. */
  readonly isBare?: boolean;
  /** It says how the vectors of all tokens become one. */
  readonly isPooled: boolean;
  /** Queries grow with the place that they stand at. */
  readonly growsWithPlace: boolean;
}

/**
 * llama.cpp has one name for Llama, Mistral and Mixtral, one for OLMo 2 and 3, one for Mistral 3 and Ministral 3, and one for
 * all Falcons; Ollama's own engine has one for Gemma 3 and EmbeddingGemma. Undefined for a name that is not in the table.
 */
export function ggufArchitecture(
  name: string,
  { hasExperts, hasWindow, hasSecondNorm, isBare, isPooled, growsWithPlace }: Traits,
): GgufArchitecture | undefined {
  if (!GGUF_ARCHITECTURES.includes(name)) return undefined;
  if (name === 'llama' && hasExperts) return ARCHITECTURES.mixtral;
  if (name === 'mistral3' && growsWithPlace) return ARCHITECTURES.ministral3;
  if (name === 'falcon' && hasSecondNorm) return ARCHITECTURES.falcon_new;
  if (name === 'qwen3' && isBare) return QWEN3_BARE;
  if (name === 'gemma3' && isPooled) return OLLAMA_EMBEDDING_GEMMA;
  return name === 'olmo2' && hasWindow ? ARCHITECTURES.olmo3 : ARCHITECTURES[name];
}
