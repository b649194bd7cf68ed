// Qwen2 and Qwen2.5. Yang et al. 2024, "Qwen2 Technical Report", https://arxiv.org/abs/2407.10671: Llama with biases on
// queries, keys and values (§2.2.1), and none on the output projection. Since queries and keys are rotated by position,
// their biases alone make a score that depends on the distance of two tokens and on neither of them. With
// use_sliding_window the layers from max_window_layers on see only the last tokens; published files leave it off. Small
// ones tie the output table to the input table, which with 151,936 tokens is a quarter of the smallest one's weights.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { type FamilyDefaults, familyBlock, familyEnds, shapeWithWindows } from '../llamaFamily.ts';

/** Those of Qwen2Config. */
const DEFAULTS: FamilyDefaults = {
  vocab_size: 151_936,
  hidden_size: 4096,
  intermediate_size: 22_016,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 32,
  max_position_embeddings: 32_768,
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  tie_word_embeddings: false,
};

export const qwen2: Architecture = {
  shape,
  block: familyBlock(DEFAULTS, () => ({ bias: true, outputBias: false })),
  ...familyEnds(DEFAULTS),
};

function shape({ config }: Checkpoint): ModelShape {
  const firstSliding = config.count('max_window_layers', 28);
  return shapeWithWindows(config, DEFAULTS, (layer) => layer >= firstSliding);
}
