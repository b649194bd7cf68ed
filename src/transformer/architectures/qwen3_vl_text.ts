// The text tower of Qwen3-VL. Bai et al. 2025, "Qwen3-VL Technical Report", https://arxiv.org/abs/2511.21631: Qwen3 with
// Qwen2.5-VL's positions of three axes, which now take turns pair by pair ("interleaved M-RoPE"); in a text, whose words
// have the same place on all of them, that is the usual rotation. What the first layers get from images goes to the places
// of images only.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { type FamilyDefaults, familyBlock, familyEnds, headNormedAttention, shapeWith } from '../llamaFamily.ts';

/** Those of Qwen3VLTextConfig. */
const DEFAULTS: FamilyDefaults = {
  vocab_size: 151_936,
  hidden_size: 4096,
  intermediate_size: 22_016,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 32,
  head_dim: 128,
  max_position_embeddings: 128_000,
  rms_norm_eps: 1e-6,
  rope_theta: 500_000,
  axes: 3,
  tie_word_embeddings: false,
};

export const qwen3_vl_text: Architecture = {
  shape,
  block: familyBlock(DEFAULTS, (block) => headNormedAttention(block, DEFAULTS)),
  ...familyEnds(DEFAULTS),
};

function shape({ config }: Checkpoint): ModelShape {
  return shapeWith(config, DEFAULTS);
}
