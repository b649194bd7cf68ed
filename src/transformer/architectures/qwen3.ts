// Qwen3. Yang et al. 2025, "Qwen3 Technical Report", https://arxiv.org/abs/2505.09388: Llama with an RMS norm on each
// head's queries and keys (§2), which keeps scores from growing in training and replaces Qwen2's biases:
//   score = norm(q) · norm(k) / √d_head, both rotated by position after the norm
// A normed vector has a length of √d_head times its gains, so that with gains of 1 no score exceeds √d_head, 11.3 for heads
// of 128. head_dim is a key of its own: the heads together may be wider than the stream.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { type FamilyDefaults, familyBlock, familyEnds, headNormedAttention, shapeWithWindows } from '../llamaFamily.ts';

/** Those of Qwen3Config. */
const DEFAULTS: FamilyDefaults = {
  vocab_size: 151_936,
  hidden_size: 4096,
  intermediate_size: 22_016,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 32,
  head_dim: 128,
  max_position_embeddings: 32_768,
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  tie_word_embeddings: false,
};

export const qwen3: Architecture = {
  shape,
  block: familyBlock(DEFAULTS, (block) => headNormedAttention(block, DEFAULTS)),
  ...familyEnds(DEFAULTS),
};

function shape({ config, tensors }: Checkpoint): ModelShape {
  const firstSliding = config.count('max_window_layers', 28);
  const sizes = shapeWithWindows(config, DEFAULTS, (layer) => layer >= firstSliding);
  return isBare(tensors.keys(), config) ? { ...sizes, headless: true, predicts: 'nothing' } : sizes;
}

/**
 * Files of the bare model, as Qwen3-Embedding is published (Zhang et al. 2025, https://arxiv.org/abs/2506.05176): without the
 * prefix of the whole model, and without a table of the way out, which is not the other one either.
 */
function isBare(names: Iterable<string>, config: Config): boolean {
  const isOfWhole = [...names].some((name) => /(?:^|\.)(?:model\.|lm_head\.)/.test(name));
  return !isOfWhole && !config.flag('tie_word_embeddings', DEFAULTS.tie_word_embeddings);
}
