// The shapes of models of about 500 MB, as people use them: config.json and the tensors that belong to it. Knows no
// weights.

export type TensorShape = readonly [name: string, shape: readonly number[]];

export interface ModelShapes {
  readonly config: Readonly<Record<string, unknown>>;
  readonly tensors: readonly TensorShape[];
  /** The random numbers of tensors whose names end so are that many times as large. */
  readonly scales?: Readonly<Record<string, number>>;
}

/** The sizes of a GPT-2, named as in config.json. */
interface Gpt2Size {
  readonly n_layer: number;
  readonly n_embd: number;
  readonly n_head: number;
  readonly n_positions: number;
  readonly vocab_size: number;
}

const GPT2: Gpt2Size = { n_layer: 12, n_embd: 768, n_head: 12, n_positions: 1024, vocab_size: 50257 };

/** It has 498 MB in float32. */
export const GPT2_SMALL = gpt2(GPT2);
/** They have 7 and 60 MB, with small vocabularies, as their likes in the field have. */
export const GPT2_4_128 = gpt2({ ...GPT2, n_layer: 4, n_embd: 128, n_head: 4, vocab_size: 8192 });
export const GPT2_6_384 = gpt2({ ...GPT2, n_layer: 6, n_embd: 384, n_head: 6, vocab_size: 10_000 });
/**
 * Its heads look at few tokens each, as those of trained models do, since scores are 64 times as large. The vocabulary, of
 * which a prefill runs one row of logits, is small.
 */
export const SHARP_GPT2: ModelShapes = {
  ...gpt2({ ...GPT2, vocab_size: 1024 }),
  scales: { 'attn.c_attn.weight': 8 },
};
/** It has GPT-2's vocabulary and almost no weights, and so shows what a process takes whatever the model's size. */
export const SMALLEST = gpt2({ ...GPT2, n_layer: 1, n_embd: 8, n_head: 1 });
/**
 * It has 508 MB in float16, and as many heads with keys and values of their own as GPT-2 medium: a large cache for its
 * weights.
 */
export const WIDE_GPT2 = gpt2({ ...GPT2, n_layer: 16, n_embd: 1024, n_head: 16 });
/** It has 536 MB in bfloat16. */
export const GEMMA3_270M = gemma3({
  hidden_size: 640,
  intermediate_size: 2048,
  num_hidden_layers: 18,
  num_attention_heads: 4,
  num_key_value_heads: 1,
  head_dim: 256,
  vocab_size: 262144,
});

export function gpt2(size: Gpt2Size): ModelShapes {
  const { n_layer, n_embd: d, n_positions, vocab_size } = size;
  const norm = (name: string): TensorShape[] => [
    [`${name}.weight`, [d]],
    [`${name}.bias`, [d]],
  ];
  const linear = (name: string, from: number, to: number): TensorShape[] => [
    [`${name}.weight`, [from, to]],
    [`${name}.bias`, [to]],
  ];
  const blocks = Array.from({ length: n_layer }, (_, i) => [
    ...norm(`h.${i}.ln_1`),
    ...linear(`h.${i}.attn.c_attn`, d, 3 * d),
    ...linear(`h.${i}.attn.c_proj`, d, d),
    ...norm(`h.${i}.ln_2`),
    ...linear(`h.${i}.mlp.c_fc`, d, 4 * d),
    ...linear(`h.${i}.mlp.c_proj`, 4 * d, d),
  ]).flat();
  const tensors: TensorShape[] = [
    ['wte.weight', [vocab_size, d]],
    ['wpe.weight', [n_positions, d]],
    ...blocks,
    ...norm('ln_f'),
  ];
  return { config: { model_type: 'gpt2', ...size }, tensors };
}

interface Gemma3Size {
  readonly hidden_size: number;
  readonly intermediate_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  readonly num_key_value_heads: number;
  readonly head_dim: number;
  readonly vocab_size: number;
}

/** Every sixth layer attends to the whole text, the others to the last 512 tokens. */
function gemma3(size: Gemma3Size): ModelShapes {
  const { hidden_size: d, intermediate_size: inner, head_dim, num_hidden_layers: layers } = size;
  const queries = size.num_attention_heads * head_dim;
  const keys = size.num_key_value_heads * head_dim;
  const blocks = Array.from({ length: layers }, (_, i): TensorShape[] => [
    [`model.layers.${i}.input_layernorm.weight`, [d]],
    [`model.layers.${i}.self_attn.q_proj.weight`, [queries, d]],
    [`model.layers.${i}.self_attn.k_proj.weight`, [keys, d]],
    [`model.layers.${i}.self_attn.v_proj.weight`, [keys, d]],
    [`model.layers.${i}.self_attn.o_proj.weight`, [d, queries]],
    [`model.layers.${i}.self_attn.q_norm.weight`, [head_dim]],
    [`model.layers.${i}.self_attn.k_norm.weight`, [head_dim]],
    [`model.layers.${i}.post_attention_layernorm.weight`, [d]],
    [`model.layers.${i}.pre_feedforward_layernorm.weight`, [d]],
    [`model.layers.${i}.mlp.gate_proj.weight`, [inner, d]],
    [`model.layers.${i}.mlp.up_proj.weight`, [inner, d]],
    [`model.layers.${i}.mlp.down_proj.weight`, [d, inner]],
    [`model.layers.${i}.post_feedforward_layernorm.weight`, [d]],
  ]).flat();
  const config = {
    model_type: 'gemma3_text',
    ...size,
    max_position_embeddings: 32768,
    query_pre_attn_scalar: head_dim,
    rms_norm_eps: 1e-6,
    hidden_activation: 'gelu_pytorch_tanh',
    rope_theta: 1e6,
    rope_local_base_freq: 1e4,
    sliding_window: 512,
    layer_types: Array.from({ length: layers }, (_, i) => (i % 6 === 5 ? 'full_attention' : 'sliding_attention')),
  };
  return {
    config,
    tensors: [['model.embed_tokens.weight', [size.vocab_size, d]], ...blocks, ['model.norm.weight', [d]]],
  };
}
