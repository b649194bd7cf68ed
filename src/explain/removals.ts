// A text read again without a part of it. Hidden, its tokens keep their places, and no token behind them attends to them
// (attention knock-out: Geva et al. 2023, §4, https://arxiv.org/abs/2304.14767). Left out, the rest moves up, and only
// what stands before the part is not run again. The file knows one sequence and ids, no text.

import type { Sequence } from '../transformer/sequence.ts';
import { sharedLength } from '../transformer/sharedLength.ts';
import type { Transformer } from '../transformer/transformer.ts';

export interface ReadAgain {
  readonly signal?: AbortSignal;
  /** A sequence whose memory is used again. */
  readonly into?: Sequence;
}

/**
 * The text with the tokens [start, end) hidden from all behind them, or, where it is read in both directions, from all others.
 * undefined where there is nothing to hide: what the prediction is read from, `reader` or a token behind it, always sees
 * itself.
 */
export async function withHidden(
  model: Transformer,
  sequence: Sequence,
  { start, end }: { readonly start: number; readonly end: number },
  reader: number,
  options: ReadAgain,
): Promise<Sequence | undefined> {
  const before = { kind: 'hide', start, end: Math.min(end, reader) } as const;
  const behind = { kind: 'hide', start: Math.max(start, reader + 1), end } as const;
  const sides = model.shape.bidirectional ? [before, behind] : [before];
  const hidden = sides.filter((one) => one.end > one.start);
  return hidden.length > 0 ? await model.rerun(sequence, hidden, options) : undefined;
}

/**
 * Other tokens in the place of the text's own; what both begin with is not run again, unless its rotary positions were those
 * of a text of another length. Nothing for no tokens.
 */
export async function withOtherIds(
  model: Transformer,
  sequence: Sequence,
  ids: readonly number[],
  { signal, into }: ReadAgain,
): Promise<Sequence | undefined> {
  if (ids.length === 0) return undefined;
  const same = sharedLength(model.shape, sequence, ids);
  const forked = await model.fork(sequence, same, into);
  await model.forward(forked, ids.slice(same), { signal });
  return forked;
}
