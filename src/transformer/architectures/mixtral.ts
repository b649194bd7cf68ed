// Mixtral. Jiang et al. 2024, "Mixtral of Experts", https://arxiv.org/abs/2401.04088: Mistral with eight MLPs in each layer,
// of which a router chooses two for every token (§2.1). Their weights are a softmax over the two, so that they sum to 1.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { expertCounts, withExperts } from '../layers/expertSizes.ts';
import { type ExpertNames, gatedMixture } from '../layers/expertWeights.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import { topOfSoftmax } from '../layers/routing.ts';
import { familyBlock, familyEnds, familyMlp, shapeWith } from '../llamaFamily.ts';

/** Those of MixtralConfig, which are the sizes of Mixtral 8x7B. */
const DEFAULTS = {
  vocab_size: 32_000,
  hidden_size: 4096,
  intermediate_size: 14_336,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  max_position_embeddings: 131_072,
  rms_norm_eps: 1e-5,
  rope_theta: 1_000_000,
  tie_word_embeddings: false,
};
const EXPERTS = { keys: ['num_local_experts', 'num_experts'], experts: 8, chosen: 2 } as const;

const NAMES: ExpertNames = {
  router: ['block_sparse_moe.gate', 'mlp.gate'],
  single: [
    ['block_sparse_moe.experts.', 'w1', 'w3', 'w2'],
    ['mlp.experts.', 'w1', 'w3', 'w2'],
  ],
  stacks: [['mlp.experts.gate_up_proj', 'mlp.experts.down_proj']],
};

export const mixtral: Architecture = {
  shape,
  block: familyBlock(DEFAULTS, () => ({ bias: false }), {
    mlp: (block, x) =>
      gatedMixture(block, x, {
        names: NAMES,
        activation: familyMlp(block).activation,
        route: (g, scores, chosen) => topOfSoftmax(g, scores, chosen, true),
      }),
  }),
  ...familyEnds(DEFAULTS),
};

function shape({ config }: Checkpoint): ModelShape {
  const window = config.sizeOrNone('sliding_window');
  const dense = shapeWith(config, DEFAULTS, (sizes) => ({
    rotary: rotaryOf(config, sizes, { theta: DEFAULTS.rope_theta }),
    window,
  }));
  return withExperts(dense, expertCounts(config, EXPERTS));
}
