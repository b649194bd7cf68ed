// Arcee's AFM (Arcee AI 2025, https://www.arcee.ai/blog/deep-dive-afm-4-5b-the-first-arcee-foundational-model): Llama with
// a plain MLP of two maps and relu² in between, which leaves most of the hidden layer at exactly 0.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import type { Block } from '../layers/block.ts';
import type { GroupedQueryOptions } from '../layers/groupedQueryAttention.ts';
import { plainMlp } from '../layers/mlp.ts';
import { familyBlock, familyEnds, familyMlp, shapeWith } from '../llamaFamily.ts';

/** Those of ArceeConfig, which are the sizes of AFM 4.5B but for its depth and heads. */
const DEFAULTS = {
  vocab_size: 32_000,
  hidden_size: 2560,
  intermediate_size: 18_432,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  max_position_embeddings: 4096,
  rms_norm_eps: 1e-5,
  rope_theta: 10_000,
  tie_word_embeddings: false,
};
const MAPS = { up: 'mlp.up_proj', down: 'mlp.down_proj' };

export const arcee: Architecture = {
  shape,
  block: familyBlock(DEFAULTS, attention, {
    mlp: (block, x) => plainMlp(block, x, familyMlp(block, { activation: 'relu2' }), MAPS),
  }),
  ...familyEnds(DEFAULTS),
};

function shape({ config }: Checkpoint): ModelShape {
  return { ...shapeWith(config, DEFAULTS), gatedMlp: false };
}

function attention({ config }: Block): GroupedQueryOptions {
  return { bias: config.flag('attention_bias', false) };
}
