// The heads of a model whose layers are all alike, for states that tests make up.
import type { LayerHeads } from '../../../src/contract/layerShapes.ts';

export function sameHeads(layers: number, heads: number, dHead = 1): { readonly layerHeads: readonly LayerHeads[] } {
  return { layerHeads: Array.from({ length: layers }, () => ({ heads, keyValueHeads: heads, dHead, dValue: dHead })) };
}
