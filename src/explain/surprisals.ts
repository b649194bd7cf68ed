// How surprising several tokens in a row were to a model that has read them. Needs the stream behind each token before
// them, which is kept: the unembedding is run, and no block. The file knows one sequence.

import type { Sequence } from '../transformer/sequence.ts';
import type { Transformer } from '../transformer/transformer.ts';
import { surprisal } from './surprisal.ts';

/** Positions whose logits are computed at a time: with a vocabulary of 50,000, 64 of them take 13 MB. */
const ROWS_AT_A_TIME = 64;

/**
 * ids[0] behind the token `first`, ids[1] behind the one after it, and so on. bits and ranks [ids.length]. Fails with
 * cancelled.
 */
export async function surprisals(
  model: Transformer,
  sequence: Sequence,
  { first, ids }: { readonly first: number; readonly ids: readonly number[] },
  signal?: AbortSignal,
): Promise<{ readonly bits: Float64Array; readonly ranks: Float64Array }> {
  const bits = new Float64Array(ids.length);
  const ranks = new Float64Array(ids.length);
  for (let start = 0; start < ids.length; start += ROWS_AT_A_TIME) {
    if (signal?.aborted) throw { code: 'cancelled' } as const;
    const end = Math.min(start + ROWS_AT_A_TIME, ids.length);
    const logits = await model.logits(sequence, first + start, first + end); // [end - start, vocabulary]
    const width = logits.length / (end - start);
    for (let i = start; i < end; i++) {
      const one = surprisal(logits.subarray((i - start) * width, (i - start + 1) * width), ids[i]);
      bits[i] = one.bits;
      ranks[i] = one.rank;
    }
  }
  return { bits, ranks };
}

/** Of every token of the text, 0 for the first one, which nothing predicts. [n] each. Fails with cancelled. */
export async function allSurprisals(
  model: Transformer,
  sequence: Sequence,
  signal?: AbortSignal,
): Promise<{ readonly bits: Float32Array<ArrayBuffer>; readonly ranks: Float32Array<ArrayBuffer> }> {
  const { bits, ranks } = await surprisals(model, sequence, { first: 0, ids: sequence.ids.slice(1) }, signal);
  return { bits: behindFirst(bits), ranks: behindFirst(ranks) };
}

/** [n - 1] → [n], 0 first */
function behindFirst(values: Float64Array): Float32Array<ArrayBuffer> {
  const all = new Float32Array(values.length + 1);
  all.set(values, 1);
  return all;
}
