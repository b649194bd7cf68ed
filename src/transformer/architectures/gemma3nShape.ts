// What config.json says of Gemma 3n's sizes: its streams, which layers are global, which look at another layer's keys and
// values, and how wide and how sparse their MLPs are. The file knows keys, no tensors.
import type { Config } from '../../checkpoint/config.ts';
import type { ModelShape } from '../architecture.ts';
import type { HeadSizes } from '../layers/attentionParts.ts';
import { type LayerType, layerTypes, patternsOf } from '../layers/layerTypes.ts';
import { firstSharedLayer, layerWithKeys } from '../layers/sharedKeys.ts';
import { type Sizes, sizesOf } from '../layers/sizes.ts';
import { gemma3Patterns } from './gemma3_text.ts';

/** Those of Gemma3nTextConfig. */
export const DEFAULTS = {
  vocab_size: 262_400,
  hidden_size: 2048,
  intermediate_size: 16_384,
  num_hidden_layers: 35,
  num_attention_heads: 8,
  num_key_value_heads: 2,
  head_dim: 256,
  max_position_embeddings: 32_768,
  rms_norm_eps: 1e-6,
  rope_theta: 1_000_000,
  tie_word_embeddings: true,
};
/** Rows of the table of embeddings for layers. */
export const TOKENS_WITH_INPUTS = 262_144;
const SHARED_LAYERS = 15;
/** Where config.json does not say which share of gates each layer leaves out. */
const SPARSE = { layers: 10, share: 0.95 };

export function gemma3nShape(config: Config): ModelShape {
  const layers = config.layers('num_hidden_layers', DEFAULTS.num_hidden_layers);
  const layerInner = innerOfLayers(config, layers);
  const inner = Math.max(...layerInner);
  const sizes = sizesOf(config.with({ intermediate_size: inner }), DEFAULTS);
  config.multiple('hidden_size', sizes.dModel, 'num_attention_heads', sizes.heads);
  const window = config.size('sliding_window', 512);
  const types = layerTypes(config, { layers, window }, (layer) =>
    (layer + 1) % 5 ? 'sliding_attention' : 'full_attention',
  );
  const count = config.size('altup_num_inputs', 4);
  if (count < 2) throw config.invalid('altup_num_inputs', 'one stream alone is not mixed with anything');
  const active = config.atMost('altup_active_idx', config.count('altup_active_idx', 0), 'the last stream', count - 1);
  return {
    ...sizes,
    gatedMlp: true,
    learnedPositions: false,
    postNorms: true,
    logitCap: config.positiveOrNone('final_logit_softcapping', 30),
    attentionPatterns: patternsOf(types, gemma3Patterns(config, sizes, window)),
    layerHeads: headsOfLayers(config, sizes, types),
    ...(layerInner.some((one) => one !== inner) && { layerInner }),
    layerInputs: config.size('hidden_size_per_layer_input', 256),
    streams: { count, active, laurelRank: config.size('laurel_rank', 64) },
    beside: 'laurel',
  };
}

/** One width for all, or a list. */
function innerOfLayers(config: Config, layers: number): readonly number[] {
  return config.parsed('intermediate_size', `a whole number above 0, or ${layers} of them`, (value) => {
    const all = Array.isArray(value)
      ? value
      : Array.from({ length: layers }, () => value ?? DEFAULTS.intermediate_size);
    const isRight = all.length === layers && all.every((one) => Number.isSafeInteger(one) && one > 0 && one < 1e8);
    return isRight ? all : undefined;
  });
}

function headsOfLayers(config: Config, { heads, keyValueHeads, dHead, layers }: Sizes, types: readonly LayerType[]) {
  const firstShared = firstSharedLayer(config, layers, SHARED_LAYERS);
  const making = types.slice(0, firstShared);
  return types.map((type, layer): HeadSizes => {
    const own = { heads, keyValueHeads, dHead };
    return layer < firstShared ? own : { ...own, keysOf: layerWithKeys(config, making, type) };
  });
}

/** Which share of each layer's gates is left out; 0 where all pass. [layers] */
export function sparsities(config: Config, layers: number): readonly number[] {
  return config.parsed('activation_sparsity_pattern', `${layers} numbers from 0 to below 1`, (value) => {
    if (value === undefined || value === null) return sparseAtFirst(layers);
    const isShare = (one: unknown) => typeof one === 'number' && one >= 0 && Math.fround(one) < 1;
    return Array.isArray(value) && value.length === layers && value.every(isShare) ? value : undefined;
  });
}

function sparseAtFirst(layers: number): readonly number[] {
  const sparse = layers > SPARSE.layers ? SPARSE.layers : 0;
  return Array.from({ length: layers }, (_, layer) => (layer < sparse ? SPARSE.share : 0));
}
