// How attention is spread over a text where something is predicted: the mean over all layers, heads and the queries that
// predict. It says where the model looks, not what matters (Jain and Wallace 2019, https://arxiv.org/abs/1902.10186). The
// file knows one sequence.

import { headsOf } from '../transformer/layerHeads.ts';
import type { Sequence } from '../transformer/sequence.ts';
import type { Transformer } from '../transformer/transformer.ts';
import { layerWeights } from './layerWeights.ts';

/**
 * The mean attention of the queries [first, end) to every key; sums to 1. Runs each block again for them, some at a time. Fails
 * with cancelled. [keysFor(end)]
 */
export async function attentionShares(
  model: Transformer,
  sequence: Sequence,
  [first, end]: readonly [number, number],
  options: { readonly signal?: AbortSignal; readonly atATime?: number } = {},
): Promise<Float64Array> {
  const { layers } = model.shape;
  const keys = model.keysFor(sequence, end);
  const shares = new Float64Array(keys);
  let heads = 0;
  for (let layer = 0; layer < layers; layer++) {
    const own = headsOf(model.shape, layer).heads;
    heads += own;
    if (own === 0) continue;
    const text = { model: { transformer: model }, sequence };
    for await (const { columns, values } of layerWeights(text, layer, { start: first, end }, options))
      for (let i = 0; i < values.length; i++) shares[i % columns] += values[i];
  }
  return shares.map((sum) => sum / Math.max(1, heads * (end - first))); // nothing where no layer has heads
}
