// Granite 3 MoE. IBM Granite Team 2024, "Granite 3.0 Language Models",
// https://github.com/ibm-granite/granite-3.0-language-models: Granite with a mixture of small experts in each layer, whose
// weights are a softmax over the chosen ones.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import type { Block } from '../layers/block.ts';
import { expertCounts, withExperts } from '../layers/expertSizes.ts';
import { type ExpertNames, gatedMixture } from '../layers/expertWeights.ts';
import { softmaxOfTop } from '../layers/routing.ts';
import { familyMlp } from '../llamaFamily.ts';
import { graniteWith } from './granite.ts';

const EXPERTS = { keys: ['num_local_experts', 'num_experts'], experts: 8, chosen: 2 } as const;

/** All experts in one tensor, also in version 4; in GGUF files each map of an expert is one of its own. */
export const GRANITE_EXPERTS: ExpertNames = {
  router: ['block_sparse_moe.router.layer', 'block_sparse_moe.router'],
  single: [['block_sparse_moe.experts.', 'gate_proj', 'up_proj', 'down_proj']],
  stacks: [
    ['block_sparse_moe.input_linear.weight', 'block_sparse_moe.output_linear.weight'],
    ['block_sparse_moe.experts.gate_up_proj', 'block_sparse_moe.experts.down_proj'],
  ],
};

const dense = graniteWith({ mlp: experts });

export const granitemoe: Architecture = { ...dense, shape };

function shape(checkpoint: Checkpoint): ModelShape {
  const { config } = checkpoint;
  config.choice('position_embedding_type', ['rope'], 'rope');
  return withExperts(dense.shape(checkpoint), expertCounts(config, EXPERTS));
}

function experts(block: Block, x: Value): Value {
  return gatedMixture(block, x, {
    names: GRANITE_EXPERTS,
    activation: familyMlp(block).activation,
    route: softmaxOfTop,
  });
}
