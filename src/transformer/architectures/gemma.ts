// Gemma. Gemma Team 2024, "Gemma: Open Models Based on Gemini Research and Technology", https://arxiv.org/abs/2403.08295:
// Llama with
//   embeddings times √d (55.4 for d = 3072): the table is the output table too, whose rows are short;
//   norms whose gain is stored as its distance from 1, so that a file of zeros changes nothing;
//   GELU in place of SiLU in the gated MLP;
//   heads of 256 whatever the width: 16 · 256 = 4096 beside a stream of 3072.
// A vocabulary of 256,000 tokens makes the table a fifth of the 2B model's weights.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import type { Block } from '../layers/block.ts';
import type { GroupedQueryOptions } from '../layers/groupedQueryAttention.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import { type FamilyOptions, familyBlock, familyEnds, shapeWith } from '../llamaFamily.ts';

/** Those of GemmaConfig, which are the sizes of Gemma 7B. */
const DEFAULTS = {
  vocab_size: 256_000,
  hidden_size: 3072,
  intermediate_size: 24_576,
  num_hidden_layers: 28,
  num_attention_heads: 16,
  num_key_value_heads: 16,
  head_dim: 256,
  max_position_embeddings: 8192,
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  tie_word_embeddings: true,
};

/** What Gemma 2 and 3 have in common with Gemma, and where they read it. */
export const LATER_GEMMA: FamilyOptions = {
  scaled: true,
  norm: 'rmsNormAroundOne',
  activation: 'gelu_pytorch_tanh',
  activationKey: 'hidden_activation',
};

/** The first published files say gelu where the approximation with tanh was meant; Hugging Face reads them that way. */
const GEMMA: FamilyOptions = {
  ...LATER_GEMMA,
  activationKey: undefined,
  activationMeans: { gelu: 'gelu_pytorch_tanh' },
};

export const gemma: Architecture = {
  shape,
  block: familyBlock(DEFAULTS, attention, GEMMA),
  ...familyEnds(DEFAULTS, GEMMA),
};

function shape({ config }: Checkpoint): ModelShape {
  config.mustBe('use_bidirectional_attention', false);
  return shapeWith(config, DEFAULTS, (sizes) => ({ rotary: rotaryOf(config, sizes, { theta: DEFAULTS.rope_theta }) }));
}

function attention({ config }: Block): GroupedQueryOptions {
  return { bias: config.flag('attention_bias', false) };
}
