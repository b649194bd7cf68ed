// ERNIE 4.5, the dense ones. Baidu 2025, "ERNIE 4.5 Technical Report", https://github.com/PaddlePaddle/ERNIE: Llama
// whose rotary pairs are neighbours, as in the paper on rotary positions, and whose maps may all have biases. 0.3B has 16
// heads and 2 key-value heads of 128 beside a stream of 1024.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import type { Block } from '../layers/block.ts';
import type { GroupedQueryOptions } from '../layers/groupedQueryAttention.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import { familyBlock, familyEnds, shapeWith } from '../llamaFamily.ts';

/** Those of Ernie4_5Config, which are the sizes of ERNIE 4.5 0.3B. */
const DEFAULTS = {
  vocab_size: 103_424,
  hidden_size: 1024,
  intermediate_size: 3072,
  num_hidden_layers: 18,
  num_attention_heads: 16,
  num_key_value_heads: 2,
  head_dim: 128,
  max_position_embeddings: 131_072,
  rms_norm_eps: 1e-5,
  rope_theta: 500_000,
  tie_word_embeddings: true,
};

export const ernie4_5: Architecture = {
  shape,
  block: familyBlock(DEFAULTS, attention, { mlpBiasKey: 'use_bias' }),
  ...familyEnds(DEFAULTS),
};

function shape({ config }: Checkpoint): ModelShape {
  return shapeWith(config, DEFAULTS, (sizes) => ({
    rotary: { ...rotaryOf(config, sizes, { theta: DEFAULTS.rope_theta }), pairs: 'neighbours' },
  }));
}

function attention({ config }: Block): GroupedQueryOptions {
  return { bias: config.flag('use_bias', false) };
}
