// Gemma 3, text only. Gemma Team 2025, "Gemma 3 Technical Report", https://arxiv.org/abs/2503.19786, §2.1, Gemma 2 with
//   a norm on each head's queries and keys in place of the cap: both keep scores from growing;
//   five local layers to a global one. In the 1B model 4 layers look at all of 32,768 tokens and 22 at the last 512, so
//   that 17 % of all keys and values are ever looked at again;
//   rotary positions that turn slowly in the global layers (θ = 1,000,000, for long texts), faster in the local ones.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { Architecture, AttentionPattern, ModelShape } from '../architecture.ts';
import type { Block } from '../layers/block.ts';
import type { GroupedQueryOptions } from '../layers/groupedQueryAttention.ts';
import { type LayerType, layerTypes, patternsOf } from '../layers/layerTypes.ts';
import { ropeParameters, rotaryFrom } from '../layers/ropeScaling.ts';
import { type Sizes, sizesOf } from '../layers/sizes.ts';
import { familyEnds, familyNorm } from '../llamaFamily.ts';
import { LATER_GEMMA } from './gemma.ts';
import { gemma2Block } from './gemma2.ts';

/** Those of Gemma3TextConfig. */
const DEFAULTS = {
  vocab_size: 262_208,
  hidden_size: 2304,
  intermediate_size: 9216,
  num_hidden_layers: 26,
  num_attention_heads: 8,
  num_key_value_heads: 4,
  head_dim: 256,
  max_position_embeddings: 131_072,
  rms_norm_eps: 1e-6,
  rope_theta: 1_000_000,
  tie_word_embeddings: true,
};

export const gemma3_text: Architecture = {
  shape,
  block: gemma2Block(DEFAULTS, attention),
  ...familyEnds(DEFAULTS, LATER_GEMMA),
};

function shape({ config }: Checkpoint): ModelShape {
  config.mustBe('use_bidirectional_attention', false);
  const sizes = sizesOf(config, DEFAULTS);
  const period = config.size(
    config.has('sliding_window_pattern') ? 'sliding_window_pattern' : '_sliding_window_pattern',
    6,
  );
  // The last layer of each period is global: 5, 11, 17, … of a period of 6.
  const otherwise = (layer: number) => ((layer + 1) % period ? 'sliding_attention' : 'full_attention');
  const window = config.sizeOrNone('sliding_window', 4096);
  const types = layerTypes(config, { layers: sizes.layers, window }, otherwise);
  const logitCap = config.positiveOrNone('final_logit_softcapping');
  const attentionPatterns = patternsOf(types, gemma3Patterns(config, sizes, window));
  return { ...sizes, gatedMlp: true, learnedPositions: false, attentionPatterns, postNorms: true, logitCap };
}

/** Older files write the global layers' rotary keys as everybody does; newer ones have a section for each type. */
export function gemma3Patterns(
  config: Config,
  sizes: Pick<Sizes, 'dHead' | 'context'>,
  window: number | undefined,
): Record<LayerType, AttentionPattern> {
  const parameters = ropeParameters(config);
  const ofGlobal = parameters?.section('full_attention') ?? parameters;
  const ofLocal = parameters?.section('sliding_attention');
  const globalTheta = config.positive('rope_theta', DEFAULTS.rope_theta);
  const localTheta = config.positive('rope_local_base_freq', 10_000);
  return {
    full_attention: { rotary: rotaryFrom(ofGlobal, config, sizes, { theta: globalTheta }) },
    sliding_attention: { rotary: rotaryFrom(ofLocal, config, sizes, { theta: localTheta }), window },
  };
}

/** attn_logit_softcapping, left over from Gemma 2, is read by the configuration class and by nobody else. */
function attention(block: Block): GroupedQueryOptions {
  const { config, shape } = block;
  const norm = familyNorm(block, DEFAULTS, LATER_GEMMA);
  return {
    bias: config.flag('attention_bias', false),
    scale: 1 / Math.sqrt(config.positive('query_pre_attn_scalar', 256)),
    normEach: (heads, name) => norm(heads, `self_attn.${name}`, shape.dHead),
  };
}
