// The shape of SmolLM 135M: a Llama with few weights and a long context. Knows no weights.
import type { ModelShapes, TensorShape } from './modelShapes.ts';

/** The sizes of a Llama, named as in config.json. */
export interface LlamaSize {
  readonly hidden_size: number;
  readonly intermediate_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly num_key_value_heads: number;
  readonly vocab_size: number;
}

/** It has 538 MB in float32; the published one reads 2,048 tokens. */
export const SMOLLM_135M = llama({
  hidden_size: 576,
  intermediate_size: 1536,
  num_hidden_layers: 30,
  num_attention_heads: 9,
  num_key_value_heads: 3,
  vocab_size: 49_152,
});

export function llama(size: LlamaSize): ModelShapes {
  const { hidden_size: d, intermediate_size: inner, num_hidden_layers: layers } = size;
  const keys = (d / size.num_attention_heads) * size.num_key_value_heads;
  const blocks = Array.from({ length: layers }, (_, i) => `model.layers.${i}`).flatMap((block): TensorShape[] => [
    [`${block}.input_layernorm.weight`, [d]],
    [`${block}.self_attn.q_proj.weight`, [d, d]],
    [`${block}.self_attn.k_proj.weight`, [keys, d]],
    [`${block}.self_attn.v_proj.weight`, [keys, d]],
    [`${block}.self_attn.o_proj.weight`, [d, d]],
    [`${block}.post_attention_layernorm.weight`, [d]],
    [`${block}.mlp.gate_proj.weight`, [inner, d]],
    [`${block}.mlp.up_proj.weight`, [inner, d]],
    [`${block}.mlp.down_proj.weight`, [d, inner]],
  ]);
  const config = {
    model_type: 'llama',
    ...size,
    max_position_embeddings: 16_384,
    rms_norm_eps: 1e-5,
    hidden_act: 'silu',
    rope_theta: 1e4,
    tie_word_embeddings: true,
  };
  return {
    config,
    tensors: [['model.embed_tokens.weight', [size.vocab_size, d]], ...blocks, ['model.norm.weight', [d]]],
  };
}
