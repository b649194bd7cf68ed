// How probable a model found what is asked about: one token, or several that stand in the text, in bits of surprisal.
// Surprisals of a text's tokens add up to that of the text: p(a b) = p(a) · p(b | a). The file knows one sequence.

import type { Outcome } from '../contract/mattered.ts';
import type { Sequence } from '../transformer/sequence.ts';
import type { Transformer } from '../transformer/transformer.ts';
import { surprisals } from './surprisals.ts';

/** The tokens that the outcome is read behind: [first, end). */
export function readFrom(outcome: Outcome): { readonly first: number; readonly end: number } {
  if (outcome.kind === 'next') return { first: outcome.after, end: outcome.after + 1 };
  return { first: outcome.span.start - 1, end: outcome.span.end - 1 };
}

/** Bits, of `ids` together: ids[0] behind the token `first`, ids[1] behind the one after it. */
export async function surprisalBehind(
  model: Transformer,
  sequence: Sequence,
  first: number,
  ids: readonly number[],
): Promise<number> {
  return (await surprisals(model, sequence, { first, ids })).bits.reduce((sum, bits) => sum + bits, 0);
}
