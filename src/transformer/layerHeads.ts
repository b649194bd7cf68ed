// The heads of one layer. Most models have the same in all; some have larger ones in the layers that see everything, others
// none where tokens are mixed in another way.
import type { LayerHeads } from '../contract/layerShapes.ts';
import type { ModelShape } from './architecture.ts';
import type { HeadSizes } from './layers/attentionParts.ts';

/** Of a layer that mixes tokens in another way than by attention. */
export const NO_HEADS: HeadSizes = { heads: 0, keyValueHeads: 0, dHead: 0 };

export function headsOf(shape: ModelShape, layer: number): LayerHeads {
  const sizes: HeadSizes = shape.layerHeads?.[layer] ?? shape;
  const { heads, keyValueHeads, dHead, dValue = dHead, keysOf, keysAsValues, gated } = sizes;
  return {
    ...{ heads, keyValueHeads, dHead, dValue },
    ...(keysOf !== undefined && { keysOf }),
    ...(keysAsValues && { keysAsValues }),
    ...(gated && { gated }),
  };
}
