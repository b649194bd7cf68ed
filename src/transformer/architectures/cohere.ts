// Command R. Cohere 2024, https://huggingface.co/CohereForAI/c4ai-command-r-v01:
//   x' = x + attention(norm(x)) + mlp(norm(x))
//   logits = logit_scale · norm(x_L) W_eᵀ
// Llama's maps side by side behind one norm, as in GPT-J; layer norms without biases; rotary positions on pairs of
// neighbours; one table for both ends, with small logits made smaller. Command R+ norms queries and keys, each head with
// gains of its own.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { type Block, beginBlock, parallelBlock, sharedNorm } from '../layers/block.ts';
import { type GroupedQueryOptions, groupedQueryAttention } from '../layers/groupedQueryAttention.ts';
import { normEachHead } from '../layers/headNorms.ts';
import { gatedMlp } from '../layers/mlp.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import {
  type FamilyDefaults,
  type FamilyOptions,
  familyEnds,
  familyMlp,
  familyNorm,
  shapeWith,
} from '../llamaFamily.ts';

/** Those of CohereConfig, which are the sizes of Command R. */
const DEFAULTS = {
  vocab_size: 256_000,
  hidden_size: 8192,
  intermediate_size: 22_528,
  num_hidden_layers: 40,
  num_attention_heads: 64,
  max_position_embeddings: 8192,
  layer_norm_eps: 1e-5,
  rope_theta: 500_000,
  tie_word_embeddings: true,
};
/** Of Command R7B as well. */
export const COHERE: FamilyOptions = {
  norm: 'layerNormWithoutBias',
  logitScale: (config) => config.positive('logit_scale', 0.0625),
};

export const cohere: Architecture = {
  shape,
  block: cohereBlock(DEFAULTS, normOfHeads),
  ...familyEnds(DEFAULTS, COHERE),
};

function shape({ config }: Checkpoint): ModelShape {
  const serial = shapeWith(config, DEFAULTS, (sizes) => ({
    rotary: { ...rotaryOf(config, sizes, { theta: DEFAULTS.rope_theta }), pairs: 'neighbours' },
  }));
  return { ...serial, parallel: true };
}

/** The block of Command R, and of Command R7B. */
export function cohereBlock(
  defaults: FamilyDefaults,
  norms: (block: Block) => Pick<GroupedQueryOptions, 'normEach'>,
): Architecture['block'] {
  return (g, checkpoint, shape, layer) => {
    const block = beginBlock(g, { checkpoint, shape, layer, base: 'model.', list: 'layers' });
    const bias = block.config.flag('attention_bias', false);
    parallelBlock(block, {
      ...sharedNorm(familyNorm(block, defaults, COHERE)(block.residual, 'input_layernorm')),
      attention: (x) => groupedQueryAttention(block, x, { bias, ...norms(block) }),
      mlp: (x) => gatedMlp(block, x, { ...familyMlp(block), bias: false }),
    });
  };
}

function normOfHeads({ g, w, config, shape }: Block): Pick<GroupedQueryOptions, 'normEach'> {
  if (!config.flag('use_qk_norm', false)) return {};
  const { heads, keyValueHeads, dHead } = shape;
  const ofHead = { width: dHead, epsilon: config.positive('layer_norm_eps', DEFAULTS.layer_norm_eps) };
  const normEach = (x: Value, name: 'q_norm' | 'k_norm') => {
    const count = name === 'q_norm' ? heads : keyValueHeads;
    const gains = w.tensor(`self_attn.${name}.weight`, [count, dHead]);
    return normEachHead(g, x, g.reshape(gains, [count, 1, dHead]), ofHead);
  };
  return { normEach };
}
