// Granite. IBM Granite Team 2024, "Granite 3.0 Language Models",
// https://github.com/ibm-granite/granite-3.0-language-models: Llama with four factors that were trained as they stand,
// so that widths and depths could be changed without a new search for learning rates (Yang et al. 2022, "Tensor Programs
// V", https://arxiv.org/abs/2203.03466):
//   embeddings times embedding_multiplier, 12 in 3.0 2B;
//   x' = x + residual_multiplier · attention(norm(x)), and the same with the MLP: 0.22 for 40 layers;
//   scores times attention_multiplier in place of 1 / √d_head: 1 / 64 for heads of 64;
//   logits divided by logits_scaling, 8.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { type Block, beginBlock, scaledBlock } from '../layers/block.ts';
import type { GroupedQueryOptions } from '../layers/groupedQueryAttention.ts';
import { familyEnds, familyParts, shapeWith } from '../llamaFamily.ts';

/** Those of GraniteConfig. */
const DEFAULTS = {
  vocab_size: 32_000,
  hidden_size: 4096,
  intermediate_size: 11_008,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  max_position_embeddings: 2048,
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  tie_word_embeddings: false,
};

export const granite: Architecture = graniteWith();

/** What relatives have in the place of Granite's parts; their configuration classes have the same defaults. */
export interface GraniteParts {
  readonly mlp?: (block: Block, x: Value) => Value;
  /** In the place of attention, in layers with a state. */
  readonly mixer?: (block: Block, x: Value) => Value;
}

export function graniteWith(parts: GraniteParts = {}): Architecture {
  return {
    shape,
    block: (g, checkpoint, shape, layer) =>
      block(beginBlock(g, { checkpoint, shape, layer, base: 'model.', list: 'layers' }), parts),
    ...familyEnds(DEFAULTS, {
      embeddingScale: (config) => config.number('embedding_multiplier', 1),
      logitScale: (config) => 1 / config.positive('logits_scaling', 1),
    }),
  };
}

function shape({ config }: Checkpoint): ModelShape {
  return { ...shapeWith(config, DEFAULTS), postNorms: true };
}

function block(block: Block, { mlp, mixer }: GraniteParts): void {
  const { config, shape, layer } = block;
  const parts = familyParts(block, DEFAULTS, attention(config), mlp && { mlp });
  const mixing = mixer && shape.states?.[layer] && { attention: (x: Value) => mixer(block, x) };
  scaledBlock(block, { ...parts, ...mixing }, config.number('residual_multiplier', 1));
}

function attention(config: Config): GroupedQueryOptions {
  return { bias: config.flag('attention_bias', false), scale: config.number('attention_multiplier', 1) };
}
