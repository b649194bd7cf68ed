// Helium. Kyutai 2025, https://kyutai.org/2025/04/30/helium.html, the language model behind Moshi (Défossez et al. 2024,
// https://arxiv.org/abs/2410.00037): Llama whose rotary pairs are neighbours. Heads and stream are equally wide, and the
// output projection never has a bias.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import type { Block } from '../layers/block.ts';
import type { GroupedQueryOptions } from '../layers/groupedQueryAttention.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import { familyBlock, familyEnds, shapeWith } from '../llamaFamily.ts';

/** Those of HeliumConfig, which are the sizes of Helium 1 2B's first preview. */
const DEFAULTS = {
  vocab_size: 48_000,
  hidden_size: 2560,
  intermediate_size: 7040,
  num_hidden_layers: 24,
  num_attention_heads: 20,
  num_key_value_heads: 20,
  head_dim: 128,
  max_position_embeddings: 4096,
  rms_norm_eps: 1e-8,
  rope_theta: 100_000,
  tie_word_embeddings: false,
};

export const helium: Architecture = { shape, block: familyBlock(DEFAULTS, attention), ...familyEnds(DEFAULTS) };

function shape({ config }: Checkpoint): ModelShape {
  return shapeWith(config, DEFAULTS, (sizes) => ({
    rotary: { ...rotaryOf(config, sizes, { theta: DEFAULTS.rope_theta }), pairs: 'neighbours' },
  }));
}

function attention({ config }: Block): GroupedQueryOptions {
  return { bias: config.flag('attention_bias', false), outputBias: false };
}
