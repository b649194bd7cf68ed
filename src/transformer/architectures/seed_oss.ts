// Seed-OSS. ByteDance Seed 2025, https://github.com/ByteDance-Seed/seed-oss: Llama with biases on queries, keys and values
// (as Qwen2) and a switch of its own for the one on the output projection. Published is one of 36B, 64 layers deep.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import type { Block } from '../layers/block.ts';
import type { GroupedQueryOptions } from '../layers/groupedQueryAttention.ts';
import { familyBlock, familyEnds, shapeWith } from '../llamaFamily.ts';

/** Those of SeedOssConfig. */
const DEFAULTS = {
  vocab_size: 155_136,
  hidden_size: 4096,
  intermediate_size: 27_648,
  num_hidden_layers: 64,
  num_attention_heads: 80,
  num_key_value_heads: 8,
  head_dim: 128,
  max_position_embeddings: 524_288,
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  tie_word_embeddings: false,
};

export const seed_oss: Architecture = { shape, block: familyBlock(DEFAULTS, attention), ...familyEnds(DEFAULTS) };

function shape({ config }: Checkpoint): ModelShape {
  return shapeWith(config, DEFAULTS);
}

function attention({ config }: Block): GroupedQueryOptions {
  return { bias: config.flag('attention_bias', true), outputBias: config.flag('attention_out_bias', false) };
}
