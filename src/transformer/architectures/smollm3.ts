// SmolLM3. Bakouch et al. 2025, https://huggingface.co/blog/smollm3: Llama where every fourth layer rotates nothing and
// knows places only by what the causal mask leaves (Yang et al. 2025, "RoPE to NoPE and Back Again",
// https://arxiv.org/abs/2501.18795). Such layers find things wherever they stand, also in texts longer than in training.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import type { Block } from '../layers/block.ts';
import type { GroupedQueryOptions } from '../layers/groupedQueryAttention.ts';
import { layerTypes } from '../layers/layerTypes.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import { sizesOf } from '../layers/sizes.ts';
import { familyBlock, familyEnds } from '../llamaFamily.ts';

/** Those of SmolLM3Config, which are the sizes of SmolLM3 3B. */
const DEFAULTS = {
  vocab_size: 128_256,
  hidden_size: 2048,
  intermediate_size: 11_008,
  num_hidden_layers: 36,
  num_attention_heads: 16,
  num_key_value_heads: 4,
  max_position_embeddings: 32_768,
  rms_norm_eps: 1e-6,
  rope_theta: 2_000_000,
  tie_word_embeddings: true,
};

export const smollm3: Architecture = { shape, block: familyBlock(DEFAULTS, attention), ...familyEnds(DEFAULTS) };

function shape({ config }: Checkpoint): ModelShape {
  const sizes = sizesOf(config, DEFAULTS);
  const rotary = rotaryOf(config, sizes, { theta: DEFAULTS.rope_theta });
  const window = config.sizeOrNone('sliding_window');
  const slides = config.flag('use_sliding_window', false) && window !== undefined; // where layer_types says nothing
  const rotates = layersThatTurn(config, sizes.layers);
  const types = layerTypes(config, { layers: sizes.layers, window }, (layer) =>
    slides && !rotates[layer] ? 'sliding_attention' : 'full_attention',
  );
  const patterns = {
    rotated: { full_attention: { rotary }, sliding_attention: { rotary, window } },
    unrotated: { full_attention: {}, sliding_attention: { window } },
  };
  return {
    ...sizes,
    gatedMlp: true,
    learnedPositions: false,
    attentionPatterns: types.map((type, layer) => patterns[rotates[layer] ? 'rotated' : 'unrotated'][type]),
  };
}

/** Which layers rotate. no_rope_layers says 1 where there is a rotary embedding, in spite of its name. [layers] */
function layersThatTurn(config: Config, layers: number): readonly boolean[] {
  const interval = config.size('no_rope_layer_interval', 4);
  const listed = config.flags('no_rope_layers', layers);
  return listed ?? Array.from({ length: layers }, (_, layer) => (layer + 1) % interval !== 0);
}

function attention({ config }: Block): GroupedQueryOptions {
  return { bias: config.flag('attention_bias', false) };
}
