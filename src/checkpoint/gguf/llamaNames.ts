// What llama.cpp calls the tensors that most architectures have, and what Hugging Face calls them in Llama's relatives.
import type { TensorNames } from './tensorNames.ts';

export const OUTSIDE = { token_embd: 'model.embed_tokens', output_norm: 'model.norm', output: 'lm_head' };
export const ATTENTION = {
  attn_norm: 'input_layernorm',
  attn_q: 'self_attn.q_proj',
  attn_k: 'self_attn.k_proj',
  attn_v: 'self_attn.v_proj',
  attn_output: 'self_attn.o_proj',
  ffn_norm: 'post_attention_layernorm',
};
export const MLP = { ffn_gate: 'mlp.gate_proj', ffn_up: 'mlp.up_proj', ffn_down: 'mlp.down_proj' };
export const HEAD_NORMS = { attn_q_norm: 'self_attn.q_norm', attn_k_norm: 'self_attn.k_norm' };
export const EXPERTS = {
  ffn_gate_inp: 'mlp.gate',
  ffn_gate_exps: 'mlp.experts.{e}.gate_proj',
  ffn_up_exps: 'mlp.experts.{e}.up_proj',
  ffn_down_exps: 'mlp.experts.{e}.down_proj',
};
export const SHARED_EXPERT = {
  ffn_gate_inp_shexp: 'mlp.shared_expert_gate',
  ffn_gate_shexp: 'mlp.shared_expert.gate_proj',
  ffn_up_shexp: 'mlp.shared_expert.up_proj',
  ffn_down_shexp: 'mlp.shared_expert.down_proj',
};
export const MIXTRAL_EXPERTS = {
  ffn_gate_inp: 'block_sparse_moe.gate',
  ffn_gate_exps: 'block_sparse_moe.experts.{e}.w1',
  ffn_down_exps: 'block_sparse_moe.experts.{e}.w2',
  ffn_up_exps: 'block_sparse_moe.experts.{e}.w3',
};
/** A norm behind each half, and none in front of it. */
export const BEHIND = { post_attention_norm: 'post_attention_layernorm', post_ffw_norm: 'post_feedforward_layernorm' };
/** A norm on both sides of each half. */
export const AROUND = { ...ATTENTION, ...BEHIND, ffn_norm: 'pre_feedforward_layernorm' };

const { attn_norm: _, ffn_norm: __, ...maps } = ATTENTION;
export const MAPS = maps;

export function llamaLike(inBlock: Readonly<Record<string, string>>): TensorNames {
  return { blocks: 'model.layers.', inBlock, outside: OUTSIDE };
}

/** Of models whose files may hold what sees pictures and hears, too: Ollama's hold all in one. */
export function withTowers(names: TensorNames): TensorNames {
  return { ...names, towers: true };
}

export const GPT2: TensorNames = {
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
