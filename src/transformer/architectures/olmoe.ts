// OLMoE. Muennighoff et al. 2024, "OLMoE: Open Mixture-of-Experts Language Models", https://arxiv.org/abs/2409.02060: many
// small experts, 8 of 64 (§4.1.2), whose weights are the router's probabilities as they are, so that they sum to less than 1;
// and an RMS norm over all queries of a token, and over all its keys (§4.2.5).
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import type { Block } from '../layers/block.ts';
import { expertCounts, withExperts } from '../layers/expertSizes.ts';
import { gatedMixture, MLP_EXPERTS } from '../layers/expertWeights.ts';
import type { GroupedQueryOptions } from '../layers/groupedQueryAttention.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import { topOfSoftmax } from '../layers/routing.ts';
import { familyBlock, familyEnds, familyMlp, familyNorm, shapeWith } from '../llamaFamily.ts';

/** Those of OlmoeConfig, which are the sizes of OLMoE 1B-7B. */
const DEFAULTS = {
  vocab_size: 50_304,
  hidden_size: 2048,
  intermediate_size: 2048,
  num_hidden_layers: 16,
  num_attention_heads: 16,
  max_position_embeddings: 4096,
  rms_norm_eps: 1e-5,
  rope_theta: 10_000,
  tie_word_embeddings: false,
};
const EXPERTS = { keys: ['num_experts', 'num_local_experts'], experts: 64, chosen: 8 } as const;

export const olmoe: Architecture = {
  shape,
  block: familyBlock(DEFAULTS, attention, {
    mlp: (block, x) =>
      gatedMixture(block, x, {
        names: MLP_EXPERTS,
        activation: familyMlp(block).activation,
        route: (g, scores, chosen) => topOfSoftmax(g, scores, chosen, block.config.flag('norm_topk_prob', false)),
      }),
  }),
  ...familyEnds(DEFAULTS),
};

function shape({ config }: Checkpoint): ModelShape {
  const dense = shapeWith(config, DEFAULTS, (sizes) => ({
    rotary: rotaryOf(config, sizes, { theta: DEFAULTS.rope_theta }),
  }));
  return withExperts(dense, expertCounts(config, EXPERTS));
}

function attention(block: Block): GroupedQueryOptions {
  const norm = familyNorm(block, DEFAULTS);
  return {
    bias: block.config.flag('attention_bias', false),
    normJoined: (x, name, width) => norm(x, `self_attn.${name}`, width),
    clip: block.config.positiveOrNone('clip_qkv'),
  };
}
