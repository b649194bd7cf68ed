// OLMo 3. OLMo Team 2025, "Olmo 3", https://arxiv.org/abs/2512.13961: OLMo 2 with three layers of four local, which
// see only the last 4,096 tokens. What config.json asks of rotary positions for longer texts (YaRN) holds for the layers
// that see everything; the others never look further than in training.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { layerTypes, patternsOf } from '../layers/layerTypes.ts';
import { ropeParameters, rotaryFrom } from '../layers/ropeScaling.ts';
import { sizesOf } from '../layers/sizes.ts';
import { familyEnds } from '../llamaFamily.ts';
import { olmo2Block } from './olmo2.ts';

/** Those of Olmo3Config. */
const DEFAULTS = {
  vocab_size: 50_304,
  hidden_size: 4096,
  intermediate_size: 11_008,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  max_position_embeddings: 2048,
  rms_norm_eps: 1e-5,
  rope_theta: 500_000,
  tie_word_embeddings: false,
};

export const olmo3: Architecture = { shape, block: olmo2Block(DEFAULTS), ...familyEnds(DEFAULTS) };

/**
 * Newer files have a section of rotary parameters for each type. In older ones rope_theta is that of both types, as
 * transformers 4 reads it, and the models were trained; transformers 5 takes it for the full layers alone.
 */
function shape({ config }: Checkpoint): ModelShape {
  const sizes = sizesOf(config, DEFAULTS);
  const window = config.sizeOrNone('sliding_window', 4096);
  const types = layerTypes(config, { layers: sizes.layers, window }, (layer) =>
    (layer + 1) % 4 ? 'sliding_attention' : 'full_attention',
  );
  const parameters = ropeParameters(config);
  const theta = config.positive('rope_theta', DEFAULTS.rope_theta);
  const ofFull = parameters?.section('full_attention') ?? parameters;
  const attentionPatterns = patternsOf(types, {
    full_attention: { rotary: rotaryFrom(ofFull, config, sizes, { theta }) },
    sliding_attention: {
      rotary: rotaryFrom(parameters?.section('sliding_attention'), config, sizes, { theta }),
      window,
    },
  });
  return { ...sizes, gatedMlp: true, learnedPositions: false, attentionPatterns, postNorms: true };
}
