// Ministral 3. Liu et al. 2026, "Ministral 3", https://arxiv.org/abs/2601.08584: Mistral with YaRN, and with queries that
// grow with the place they stand at once a text is longer than in training, as in Llama 4:
//   q times 1 + beta · ln(1 + ⌊position / trained context⌋)
// Up to there the factor is 1. Longer texts are not read: a block knows rotations, no positions.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { ropeParameters, rotaryOf } from '../layers/ropeScaling.ts';
import { familyBlock, familyEnds, shapeWith } from '../llamaFamily.ts';

/** Those of Ministral3Config, which are the sizes of Ministral 3 8B. */
const DEFAULTS = {
  vocab_size: 131_072,
  hidden_size: 4096,
  intermediate_size: 14_336,
  num_hidden_layers: 34,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  head_dim: 128,
  max_position_embeddings: 262_144,
  rms_norm_eps: 1e-5,
  rope_theta: 10_000,
  tie_word_embeddings: false,
};
const ROPE = {
  rope_type: 'yarn',
  rope_theta: 1_000_000,
  factor: 16,
  original_max_position_embeddings: 16_384,
  beta_fast: 32,
  beta_slow: 1,
  mscale: 1,
  mscale_all_dim: 1,
  llama_4_scaling_beta: 0.1,
};

export const ministral3: Architecture = {
  shape,
  block: familyBlock(DEFAULTS, () => ({ bias: false })),
  ...familyEnds(DEFAULTS),
};

function shape({ config }: Checkpoint): ModelShape {
  const from = ropeParameters(config)?.isEmpty === false ? config : config.with({ rope_parameters: ROPE });
  const parameters = ropeParameters(from);
  const family = shapeWith(from, DEFAULTS, (sizes) => ({
    rotary: rotaryOf(from, sizes, { theta: DEFAULTS.rope_theta }),
    window: config.sizeOrNone('sliding_window'),
  }));
  if (!parameters?.number('llama_4_scaling_beta', 0)) return family;
  const trained = parameters.size('original_max_position_embeddings', family.context);
  return { ...family, context: Math.min(family.context, trained) };
}
