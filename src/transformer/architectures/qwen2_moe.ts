// Qwen1.5-MoE and Qwen2-57B-A14B. Yang et al. 2024, "Qwen2 Technical Report", §2.2.2, https://arxiv.org/abs/2407.10671:
// Qwen2 with many small experts, and beside them one that all tokens get (shared_expert), weighted by a sigmoid of its own.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import type { Block } from '../layers/block.ts';
import { withSparseLayers } from '../layers/expertSizes.ts';
import { gatedMixture, MLP_EXPERTS, sharedExpert } from '../layers/expertWeights.ts';
import { gatedMlp } from '../layers/mlp.ts';
import { topOfSoftmax } from '../layers/routing.ts';
import { familyBlock, familyEnds, familyMlp, shapeWithWindows } from '../llamaFamily.ts';

/** Those of Qwen2MoeConfig, which are the sizes of Qwen1.5-MoE-A2.7B. */
const DEFAULTS = {
  vocab_size: 151_936,
  hidden_size: 2048,
  intermediate_size: 5632,
  num_hidden_layers: 24,
  num_attention_heads: 16,
  num_key_value_heads: 16,
  max_position_embeddings: 32_768,
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  tie_word_embeddings: false,
};
const EXPERTS = {
  keys: ['num_experts', 'num_local_experts'],
  experts: 60,
  chosen: 4,
  inner: 1408,
  sharedInner: 5632,
} as const;

export const qwen2_moe: Architecture = {
  shape,
  block: familyBlock(DEFAULTS, ({ config }) => ({ bias: config.flag('qkv_bias', true), outputBias: false }), { mlp }),
  ...familyEnds(DEFAULTS),
};

/** Where windows are on and no list says which layers have them, every other one does, from the first on. */
function shape({ config }: Checkpoint): ModelShape {
  const firstFull = config.count('max_window_layers', 28);
  const dense = shapeWithWindows(config, DEFAULTS, (layer) => layer % 2 === 0 && layer < firstFull);
  return withSparseLayers(config, dense, EXPERTS);
}

function mlp(block: Block, x: Value): Value {
  return sharedMixture(block, x, block.config.flag('norm_topk_prob', false));
}

/** Experts in the layers that have some; `normed` as in topOfSoftmax(). [n, d] → [n, d] */
export function sharedMixture(block: Block, x: Value, normed: boolean): Value {
  const sizes = familyMlp(block);
  if (!block.shape.experts?.layers[block.layer]) return gatedMlp(block, x, sizes);
  return gatedMixture(block, x, {
    names: MLP_EXPERTS,
    activation: sizes.activation,
    route: (g, scores, chosen) => topOfSoftmax(g, scores, chosen, normed),
    shared: (input) => sharedExpert(block, input, sizes.activation),
  });
}
