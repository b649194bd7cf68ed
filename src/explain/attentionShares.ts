// How attention is spread over a text where something is predicted: the mean over all layers, heads and the queries that
// predict. It says where the model looks, not what matters (Jain and Wallace 2019, https://arxiv.org/abs/1902.10186). The
// file knows one sequence.

import { headsOf } from '../transformer/layerHeads.ts';
import type { Sequence } from '../transformer/sequence.ts';
import type { Transformer } from '../transformer/transformer.ts';
import { yieldToEventLoop } from '../transformer/yieldToEventLoop.ts';

/** Of all heads of a layer together: some milliseconds of adding between two looks at the signal. */
const WEIGHTS_AT_A_TIME = 2 ** 20;

/**
 * The mean attention of the queries [first, end) to every key; sums to 1. Runs each block again for them, some at a time. Fails
 * with cancelled. [keysFor(end)]
 */
export async function attentionShares(
  model: Transformer,
  sequence: Sequence,
  [first, end]: readonly [number, number],
  { signal, atATime = WEIGHTS_AT_A_TIME }: { readonly signal?: AbortSignal; readonly atATime?: number } = {},
): Promise<Float64Array> {
  const { layers } = model.shape;
  const keys = model.keysFor(sequence, end);
  const shares = new Float64Array(keys);
  let heads = 0;
  for (let layer = 0; layer < layers; layer++) {
    const own = headsOf(model.shape, layer).heads;
    heads += own;
    if (own === 0) continue;
    const rows = Math.max(1, Math.floor(atATime / (own * keys)));
    for (let start = first; start < end; start += rows) {
      await yieldToEventLoop(signal);
      const to = Math.min(start + rows, end);
      const columns = model.keysFor(sequence, to);
      const { attention } = await model.recomputeBlock(sequence, layer, start, to, ['attention']); // [heads, to - start, columns]
      for (let i = 0; i < attention.length; i++) shares[i % columns] += attention[i];
    }
  }
  return shares.map((sum) => sum / Math.max(1, heads * (end - first))); // nothing where no layer has heads
}
