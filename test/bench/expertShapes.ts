// The shape of Granite 3 1B-A400M, with a third of its layers, and that of a dense model with as many weights as a token of
// it uses. Knows no weights.
import type { ModelShapes, TensorShape } from './modelShapes.ts';

const [LAYERS, D, EXPERTS, CHOSEN, INNER, VOCABULARY] = [8, 1024, 32, 8, 512, 49_155];
const [HEADS, KEY_VALUE_HEADS, HEAD] = [16, 8, 64];

const SIZES = {
  hidden_size: D,
  num_hidden_layers: LAYERS,
  num_attention_heads: HEADS,
  num_key_value_heads: KEY_VALUE_HEADS,
  vocab_size: VOCABULARY,
  max_position_embeddings: 4096,
  tie_word_embeddings: true,
};

/** 884 MB in bfloat16. */
export const GRANITE_EXPERTS: ModelShapes = {
  config: {
    model_type: 'granitemoe',
    ...SIZES,
    intermediate_size: INNER,
    num_local_experts: EXPERTS,
    num_experts_per_tok: CHOSEN,
    attention_multiplier: 1 / HEAD,
  },
  tensors: withMlp((layer) => [
    [`${layer}.block_sparse_moe.router.layer.weight`, [EXPERTS, D]],
    [`${layer}.block_sparse_moe.input_linear.weight`, [EXPERTS, 2 * INNER, D]],
    [`${layer}.block_sparse_moe.output_linear.weight`, [EXPERTS, D, INNER]],
  ]),
};

export const GRANITE_DENSE: ModelShapes = {
  config: { model_type: 'llama', ...SIZES, intermediate_size: CHOSEN * INNER },
  tensors: withMlp((layer) => [
    [`${layer}.mlp.gate_proj.weight`, [CHOSEN * INNER, D]],
    [`${layer}.mlp.up_proj.weight`, [CHOSEN * INNER, D]],
    [`${layer}.mlp.down_proj.weight`, [D, CHOSEN * INNER]],
  ]),
};

function withMlp(mlp: (layer: string) => readonly TensorShape[]): readonly TensorShape[] {
  const blocks = Array.from({ length: LAYERS }, (_, i) => `model.layers.${i}`).flatMap((layer): TensorShape[] => [
    [`${layer}.input_layernorm.weight`, [D]],
    [`${layer}.self_attn.q_proj.weight`, [HEADS * HEAD, D]],
    [`${layer}.self_attn.k_proj.weight`, [KEY_VALUE_HEADS * HEAD, D]],
    [`${layer}.self_attn.v_proj.weight`, [KEY_VALUE_HEADS * HEAD, D]],
    [`${layer}.self_attn.o_proj.weight`, [D, HEADS * HEAD]],
    [`${layer}.post_attention_layernorm.weight`, [D]],
    ...mlp(layer),
  ]);
  return [['model.embed_tokens.weight', [VOCABULARY, D]], ...blocks, ['model.norm.weight', [D]]];
}
