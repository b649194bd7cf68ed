// The heads of one layer. Most models have the same in all; some have larger ones in the layers that see everything, others
// none where tokens are mixed in another way.
import type { ModelShape } from './architecture.ts';
import type { HeadSizes } from './layers/attention.ts';

/** What a layer's heads are, with nothing left out. */
export type LayerHeads = Required<HeadSizes>;

export function headsOf(shape: ModelShape, layer: number): LayerHeads {
  const { heads, keyValueHeads, dHead, dValue = dHead } = shape.layerHeads?.[layer] ?? (shape as HeadSizes);
  return { heads, keyValueHeads, dHead, dValue };
}
