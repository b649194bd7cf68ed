// Command R7B and Command A. Cohere 2025, "Command A", https://arxiv.org/abs/2504.00698, §2: Command R where three of four
// layers rotate queries and keys and see only the last tokens, and every fourth sees all and rotates nothing, so that it
// finds things at any distance.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { layerTypes, patternsOf } from '../layers/layerTypes.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import { sizesOf } from '../layers/sizes.ts';
import { familyEnds } from '../llamaFamily.ts';
import { COHERE, cohereBlock } from './cohere.ts';

/** Those of Cohere2Config. */
const DEFAULTS = {
  vocab_size: 256_000,
  hidden_size: 8192,
  intermediate_size: 22_528,
  num_hidden_layers: 40,
  num_attention_heads: 64,
  max_position_embeddings: 8192,
  layer_norm_eps: 1e-5,
  rope_theta: 10_000,
  tie_word_embeddings: true,
};

export const cohere2: Architecture = {
  shape,
  block: cohereBlock(DEFAULTS, () => ({})),
  ...familyEnds(DEFAULTS, COHERE),
};

function shape({ config }: Checkpoint): ModelShape {
  const sizes = sizesOf(config, DEFAULTS);
  const rotary = { ...rotaryOf(config, sizes, { theta: DEFAULTS.rope_theta }), pairs: 'neighbours' } as const;
  const window = config.sizeOrNone('sliding_window', 4096);
  const period = config.size('sliding_window_pattern', 4);
  const types = layerTypes(config, { layers: sizes.layers, window }, (layer) =>
    (layer + 1) % period ? 'sliding_attention' : 'full_attention',
  );
  const attentionPatterns = patternsOf(types, { full_attention: {}, sliding_attention: { rotary, window } });
  return { ...sizes, gatedMlp: true, learnedPositions: false, attentionPatterns, parallel: true };
}
