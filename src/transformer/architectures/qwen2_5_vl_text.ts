// The text tower of Qwen2-VL and Qwen2.5-VL. Wang et al. 2024, "Qwen2-VL", https://arxiv.org/abs/2409.12191: Qwen2, whose
// positions have three axes, time, height and width, each of which turns some pairs of a head ("M-RoPE", §2.1). A word of
// a text has the same place on all three, so that in a text the rotation is the usual one.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { type FamilyDefaults, familyBlock, familyEnds, shapeWithWindows } from '../llamaFamily.ts';

/** Those of Qwen2VLTextConfig and Qwen2_5_VLTextConfig. */
const DEFAULTS: FamilyDefaults = {
  vocab_size: 152_064,
  hidden_size: 8192,
  intermediate_size: 29_568,
  num_hidden_layers: 80,
  num_attention_heads: 64,
  num_key_value_heads: 8,
  max_position_embeddings: 32_768,
  rms_norm_eps: 1e-5,
  rope_theta: 1_000_000,
  axes: 3,
  tie_word_embeddings: false,
};

export const qwen2_5_vl_text: Architecture = {
  shape,
  block: familyBlock(DEFAULTS, () => ({ bias: true, outputBias: false })),
  ...familyEnds(DEFAULTS),
};

function shape({ config }: Checkpoint): ModelShape {
  const firstSliding = config.count('max_window_layers', 80);
  return shapeWithWindows(config, DEFAULTS, (layer) => layer >= firstSliding);
}
