// Models whose layers are of several kinds: config.json lists them, or they follow from older keys. Knows no model.
import type { Config } from '../config.ts';
import type { LayerKind } from './architecture.ts';

const LAYER_TYPES = ['full_attention', 'sliding_attention'] as const;
export type LayerType = (typeof LAYER_TYPES)[number];

/** `otherwise` says what a layer is where config.json has no layer_types. */
export function layerTypes(
  config: Config,
  layers: number,
  otherwise: (layer: number) => LayerType,
): readonly LayerType[] {
  const listed = config.choices('layer_types', LAYER_TYPES, layers);
  return listed ?? Array.from({ length: layers }, (_, layer) => otherwise(layer));
}

/** The kind of each layer; the same object for the same type. */
export function kindsOf(
  types: readonly LayerType[],
  kinds: Readonly<Record<LayerType, LayerKind>>,
): readonly LayerKind[] {
  return types.map((type) => kinds[type]);
}
