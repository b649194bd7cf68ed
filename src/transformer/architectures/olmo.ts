// OLMo. Groeneveld et al. 2024, "OLMo: Accelerating the Science of Language Models", https://arxiv.org/abs/2402.00838,
// §2.1: Llama with layer norms that learned nothing, no gain and no bias, which was the fastest and safest choice; and in
// later ones with clip_qkv: queries, keys and values are kept within ±8, so that no score runs away.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import type { Block } from '../layers/block.ts';
import type { GroupedQueryOptions } from '../layers/groupedQueryAttention.ts';
import { type FamilyOptions, familyBlock, familyEnds, shapeWith } from '../llamaFamily.ts';

/** Those of OlmoConfig. */
const DEFAULTS = {
  vocab_size: 50_304,
  hidden_size: 4096,
  intermediate_size: 11_008,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  max_position_embeddings: 2048,
  rms_norm_eps: 1e-5, // not read: that of its layer norms is fixed
  rope_theta: 10_000,
  tie_word_embeddings: false,
};
const OLMO: FamilyOptions = { norm: 'bareLayerNorm' };

export const olmo: Architecture = {
  shape,
  block: familyBlock(DEFAULTS, attention, OLMO),
  ...familyEnds(DEFAULTS, OLMO),
};

function shape({ config }: Checkpoint): ModelShape {
  return shapeWith(config, DEFAULTS);
}

function attention({ config }: Block): GroupedQueryOptions {
  return { bias: config.flag('attention_bias', false), clip: config.positiveOrNone('clip_qkv') };
}
