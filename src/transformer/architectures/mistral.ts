// Mistral. Jiang et al. 2023, "Mistral 7B", https://arxiv.org/abs/2310.06825: Llama, where a query sees only the last W
// tokens (§2, sliding window attention). After k layers what was W · k tokens ago can still have come along, one window a
// layer: 4,096 · 32 layers reach 131,072 tokens back, while a layer keeps the keys and values of 4,096. Later files say
// sliding_window: null and see everything.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { layerTypes, patternsOf } from '../layers/layerTypes.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import { sizesOf } from '../layers/sizes.ts';
import { familyBlock, familyEnds } from '../llamaFamily.ts';

/** Those of MistralConfig, which are the sizes of Mistral 7B. */
const DEFAULTS = {
  vocab_size: 32_000,
  hidden_size: 4096,
  intermediate_size: 14_336,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  max_position_embeddings: 131_072,
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  tie_word_embeddings: false,
};

export const mistral: Architecture = {
  shape,
  block: familyBlock(DEFAULTS, () => ({ bias: false })),
  ...familyEnds(DEFAULTS),
};

/** Where config.json lists kinds of layers, transformers 5 takes the model for a Ministral, whose layers differ. */
function shape({ config }: Checkpoint): ModelShape {
  const sizes = sizesOf(config, DEFAULTS);
  const rotary = rotaryOf(config, sizes, { theta: DEFAULTS.rope_theta });
  const window = config.sizeOrNone('sliding_window', 4096);
  const types = layerTypes(config, { layers: sizes.layers, window }, () =>
    window === undefined ? 'full_attention' : 'sliding_attention',
  );
  const attentionPatterns = patternsOf(types, { full_attention: { rotary }, sliding_attention: { rotary, window } });
  return { ...sizes, gatedMlp: true, learnedPositions: false, attentionPatterns };
}
