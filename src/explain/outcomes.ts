// How probable a model found what is asked about: one token, or several that stand in the text, in bits of surprisal.
// Surprisals of a text's tokens add up to that of the text: p(a b) = p(a) · p(b | a). The file knows one sequence.

import type { Outcome } from '../contract/mattered.ts';
import type { Sequence } from '../transformer/sequence.ts';
import type { Transformer } from '../transformer/transformer.ts';
import { surprisal } from './surprisal.ts';

/** Positions whose logits are computed at a time: with a vocabulary of 50,000, 64 of them take 13 MB. */
const ROWS_AT_A_TIME = 64;

/** The tokens that the outcome is read behind: [first, end). */
export function readFrom(outcome: Outcome): { readonly first: number; readonly end: number } {
  if (outcome.kind === 'next') return { first: outcome.after, end: outcome.after + 1 };
  return { first: outcome.span.start - 1, end: outcome.span.end - 1 };
}

/** Bits, of `ids` behind the tokens from `first` on: ids[0] behind the token `first`, ids[1] behind the one after it. */
export async function surprisalBehind(
  model: Transformer,
  sequence: Sequence,
  first: number,
  ids: readonly number[],
): Promise<number> {
  let bits = 0;
  for (let start = 0; start < ids.length; start += ROWS_AT_A_TIME) {
    const end = Math.min(start + ROWS_AT_A_TIME, ids.length);
    const logits = await model.logits(sequence, first + start, first + end);
    const width = logits.length / (end - start);
    for (let i = start; i < end; i++)
      bits += surprisal(logits.subarray((i - start) * width, (i - start + 1) * width), ids[i]).bits;
  }
  return bits;
}
