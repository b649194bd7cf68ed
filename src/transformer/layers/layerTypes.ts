// Models whose layers are of several kinds: config.json lists them, or they follow from older keys. Layers that see only
// the last tokens are cheap on long texts; some that see everything between them carry what is far away. The file knows
// no model.
import type { Config } from '../../checkpoint/config.ts';
import type { AttentionPattern } from '../architecture.ts';

const LAYER_TYPES = ['full_attention', 'sliding_attention'] as const;
export type LayerType = (typeof LAYER_TYPES)[number];

/**
 * The type of each layer. `otherwise` says what a layer is where config.json has no layer_types. Fails with config-invalid for a sliding layer
 * without a window.
 */
export function layerTypes(
  config: Config,
  { layers, window }: { readonly layers: number; readonly window: number | undefined },
  otherwise: (layer: number) => LayerType,
): readonly LayerType[] {
  const listed = config.choices('layer_types', LAYER_TYPES, layers);
  if (window === undefined && listed?.includes('sliding_attention'))
    throw config.invalid('sliding_window', 'layer_types has sliding_attention, and there is no window');
  return listed ?? Array.from({ length: layers }, (_, layer) => otherwise(layer));
}

/** The pattern of each layer; the same object for the same type, so that its mask is made once. [layers] */
export function patternsOf(
  types: readonly LayerType[],
  patterns: Readonly<Record<LayerType, AttentionPattern>>,
): readonly AttentionPattern[] {
  return types.map((type) => patterns[type]);
}
