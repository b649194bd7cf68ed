// What config.json says of Gemma 4's sizes: which layers are global and how wide their heads are, which look at another
// layer's keys and values, and which have a wider MLP. transformers 5.18 writes sizes of single layers (per_layer_config),
// older files those of all global layers (global_head_dim). The file knows keys, no tensors.
import type { Config } from '../../checkpoint/config.ts';
import type { ExpertShape } from '../../contract/experts.ts';
import type { AttentionPattern, ModelShape } from '../architecture.ts';
import type { HeadSizes } from '../layers/attentionParts.ts';
import { type LayerType, layerTypes, patternsOf } from '../layers/layerTypes.ts';
import { rotaryFrom } from '../layers/ropeScaling.ts';
import { firstSharedLayer, layerWithKeys } from '../layers/sharedKeys.ts';
import { type Sizes, sizesOf } from '../layers/sizes.ts';

/** Those of Gemma4TextConfig. */
export const DEFAULTS = {
  vocab_size: 262_144,
  hidden_size: 2304,
  intermediate_size: 9216,
  num_hidden_layers: 30,
  num_attention_heads: 8,
  num_key_value_heads: 4,
  head_dim: 256,
  max_position_embeddings: 131_072,
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  tie_word_embeddings: true,
};
const GLOBAL_HEAD = 512;
const ROTATIONS = {
  full_attention: { rope_type: 'proportional', partial_rotary_factor: 0.25, rope_theta: 1_000_000 },
  sliding_attention: { rope_type: 'default', rope_theta: 10_000 },
};
/** What per_layer_config may say of a layer. */
const LAYER_KEYS = ['head_dim', 'num_key_value_heads'];

export function gemma4Shape(config: Config): ModelShape {
  if (config.has('use_bidirectional_attention')) config.choice('use_bidirectional_attention', ['vision']); // of images only
  const sizes = sizesOf(config, DEFAULTS);
  const types = typesOf(config, sizes.layers);
  const firstShared = firstSharedLayer(config, sizes.layers, 0);
  const layerHeads = headsOfLayers(config, sizes, types, firstShared);
  const layerInner = innerOfLayers(config, sizes, firstShared);
  const layerInputs = inputsOf(config, sizes);
  return {
    ...sizes,
    gatedMlp: true,
    learnedPositions: false,
    postNorms: true,
    logitCap: config.positiveOrNone('final_logit_softcapping'),
    attentionPatterns: patternsOf(types, patternOfType(config, sizes, types, layerHeads)),
    layerHeads,
    ...(layerInner && { layerInner }),
    ...(layerInputs > 0 && { layerInputs }),
    ...(config.flag('enable_moe_block', false) && { experts: expertsOf(config, sizes, layerInner !== undefined) }),
  };
}

/** Five local layers to a global one; the last one is global, whatever the list says. */
function typesOf(config: Config, layers: number): readonly LayerType[] {
  const window = config.size('sliding_window', 512);
  const otherwise = (layer: number) => ((layer + 1) % 6 ? 'sliding_attention' : 'full_attention');
  return [...layerTypes(config, { layers, window }, otherwise).slice(0, -1), 'full_attention'];
}

/** A layer that makes none looks at those of the last one of its kind that does. */
function headsOfLayers(config: Config, sizes: Sizes, types: readonly LayerType[], firstShared: number): HeadSizes[] {
  const keysAsValues = config.flag('attention_k_eq_v', false);
  const making = types.slice(0, firstShared);
  return types.map((type, layer) => {
    const own = headsOfLayer(config, sizes, type, layer);
    if (layer < firstShared) return { ...own, ...(keysAsValues && type === 'full_attention' && { keysAsValues }) };
    return { ...own, keysOf: layerWithKeys(config, making, type) };
  });
}

function headsOfLayer(config: Config, sizes: Sizes, type: LayerType, layer: number): HeadSizes {
  const { heads } = sizes;
  const { keyValueHeads = sizes.keyValueHeads, dHead = sizes.dHead } = ownSizes(config, type, layer);
  config.multiple('num_attention_heads', heads, 'num_key_value_heads', keyValueHeads);
  return { heads, keyValueHeads, dHead };
}

/** What is said of this layer alone, or of all global ones. */
function ownSizes(config: Config, type: LayerType, layer: number) {
  if (config.mentions('per_layer_config')) {
    config.parsed('per_layer_config', `only ${LAYER_KEYS.join(' and ')} of layers`, knownKeys);
    const own = config.section('per_layer_config')?.section(String(layer));
    return { dHead: own?.sizeOrNone('head_dim'), keyValueHeads: own?.sizeOrNone('num_key_value_heads') };
  }
  if (type === 'sliding_attention') return {};
  const isShared = config.flag('attention_k_eq_v', false);
  return {
    dHead: config.size('global_head_dim', GLOBAL_HEAD),
    keyValueHeads: isShared ? config.sizeOrNone('num_global_key_value_heads') : undefined,
  };
}

function knownKeys(value: unknown): true | undefined {
  const layers = Object.values((value ?? {}) as object);
  const keys = layers.flatMap((layer) => Object.keys((layer ?? {}) as object));
  return keys.every((key) => LAYER_KEYS.includes(key)) || undefined;
}

/** Layers of one kind have heads of one width, or they could not be turned by the same angles. */
function patternOfType(
  config: Config,
  sizes: Sizes,
  types: readonly LayerType[],
  heads: readonly HeadSizes[],
): Record<LayerType, AttentionPattern> {
  const given = config.section('rope_parameters') ?? config.with({ ...ROTATIONS });
  const rotaryOf = (type: LayerType) => {
    const widths = new Set(heads.filter((_, layer) => types[layer] === type).map(({ dHead }) => dHead));
    if (widths.size > 1) throw config.invalid('per_layer_config', `heads of several widths in layers of ${type}`);
    const [dHead = sizes.dHead] = widths;
    const parameters = given.section(type);
    if (widths.size > 0 && !parameters) throw config.invalid('rope_parameters', `nothing about ${type}`);
    return rotaryFrom(parameters, config, { dHead, context: sizes.context }, { theta: ROTATIONS[type].rope_theta });
  };
  return {
    full_attention: { rotary: rotaryOf('full_attention') },
    sliding_attention: { rotary: rotaryOf('sliding_attention'), window: config.size('sliding_window', 512) },
  };
}

/** Layers that make no keys may have an MLP of twice the width; undefined where all are as wide. */
function innerOfLayers(config: Config, { layers, inner }: Sizes, firstShared: number): readonly number[] | undefined {
  if (firstShared === layers || !config.flag('use_double_wide_mlp', false)) return undefined;
  return Array.from({ length: layers }, (_, layer) => (layer < firstShared ? inner : 2 * inner));
}

/** Every token needs a row of the second table. */
function inputsOf(config: Config, { vocabSize }: Sizes): number {
  const width = config.count('hidden_size_per_layer_input', 256);
  if (width === 0) return 0;
  const rows = config.size('vocab_size_per_layer_input', 262_144);
  config.atMost('vocab_size', vocabSize, 'vocab_size_per_layer_input', rows);
  return width;
}

function expertsOf(config: Config, { layers, inner }: Sizes, isDoubled: boolean): ExpertShape {
  if (isDoubled) throw config.unsupported('use_double_wide_mlp', ['false beside experts']);
  const experts = config.size('num_experts');
  const chosen = config.atMost('top_k_experts', config.size('top_k_experts'), 'num_experts', experts);
  return {
    layers: Array.from({ length: layers }, () => true),
    ...{ experts, chosen },
    inner: config.size('moe_intermediate_size'),
    sharedInner: inner,
    besideMlp: true,
  };
}
