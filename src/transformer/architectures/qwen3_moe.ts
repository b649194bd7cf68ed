// Qwen3 30B-A3B and 235B-A22B. Yang et al. 2025, "Qwen3 Technical Report", §2, https://arxiv.org/abs/2505.09388: Qwen3 with
// 128 small experts, of which a token gets eight, and none that all tokens get.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import type { Block } from '../layers/block.ts';
import { withSparseLayers } from '../layers/expertSizes.ts';
import { gatedMixture, MLP_EXPERTS } from '../layers/expertWeights.ts';
import { gatedMlp } from '../layers/mlp.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import { topOfSoftmax } from '../layers/routing.ts';
import { familyBlock, familyEnds, familyMlp, headNormedAttention, shapeWith } from '../llamaFamily.ts';

/** Those of Qwen3MoeConfig. */
const DEFAULTS = {
  vocab_size: 151_936,
  hidden_size: 2048,
  intermediate_size: 6144,
  num_hidden_layers: 24,
  num_attention_heads: 32,
  num_key_value_heads: 4,
  max_position_embeddings: 32_768,
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  tie_word_embeddings: false,
};
const EXPERTS = {
  keys: ['num_experts', 'num_local_experts'],
  experts: 128,
  chosen: 8,
  inner: 768,
  sharedInner: 0,
} as const;

export const qwen3_moe: Architecture = {
  shape,
  block: familyBlock(DEFAULTS, (block) => headNormedAttention(block, DEFAULTS), { mlp }),
  ...familyEnds(DEFAULTS),
};

/** All layers have the window, where it is on. */
function shape({ config }: Checkpoint): ModelShape {
  const window = config.flag('use_sliding_window', false) ? config.sizeOrNone('sliding_window', 4096) : undefined;
  const dense = shapeWith(config, DEFAULTS, (sizes) => ({
    rotary: rotaryOf(config, sizes, { theta: DEFAULTS.rope_theta }),
    ...(window !== undefined && { window }),
  }));
  return withSparseLayers(config, dense, EXPERTS);
}

function mlp(block: Block, x: Value): Value {
  const sizes = familyMlp(block);
  if (!block.shape.experts?.layers[block.layer]) return gatedMlp(block, x, sizes);
  return gatedMixture(block, x, {
    names: MLP_EXPERTS,
    activation: sizes.activation,
    route: (g, scores, chosen) => topOfSoftmax(g, scores, chosen, block.config.flag('norm_topk_prob', false)),
  });
}
