// Of the pairs of tokens of two texts those that are shown: the strongest tokens as a grid, the strongest pairs as a list, and
// what each token has of the cosine. Pure; knows one answer.
import type { SentencePair } from '../../../src/contract/sentences.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';

/** What a cell of the grid has: a pair's share of the cosine, or the cosine of its two tokens. */
export type PairKind = 'shares' | 'cosines';

/** One pair of tokens. */
export interface TokenPair {
  readonly ours: TokenIndex;
  readonly theirs: TokenIndex;
  readonly share: number | undefined;
  readonly cosine: number;
}

/** What the tokens of each text add to the cosine, all pairs of each together; undefined where it is no sum. */
export function tokenShares({ shares }: SentencePair) {
  if (!shares) return undefined;
  const { rows, columns, values } = shares;
  const ours = new Float64Array(rows);
  const theirs = new Float64Array(columns);
  for (const [i, share] of values.entries()) {
    ours[Math.floor(i / columns)] += share;
    theirs[i % columns] += share;
  }
  return { ours, theirs };
}

/**
 * Where colours of shares end, in even shares: what each of `count` parts would have if a cosine of 1 were spread over all of
 * them. So colours mean the same for any two texts; with the largest share at the end, texts that have nothing to do with one
 * another would be as colourful as a text beside itself.
 */
export const EVEN_SHARES = 4;

export function endOfShares(count: number): number {
  return EVEN_SHARES / Math.max(1, count);
}

/** From −1 to 1: the end of the scale, and what is beyond it. */
export function tint(shares: ArrayLike<number>): Float32Array {
  const most = endOfShares(shares.length);
  return Float32Array.from(shares, (share) => Math.max(-1, Math.min(1, share / most)));
}

/**
 * The tokens that are drawn, in the order of the text: all of them, or the `most` with the largest shares, or, where there are
 * none, with the largest cosine to any token of the other text.
 */
export function drawnTokens(pair: SentencePair, most: number): Record<'rows' | 'columns', readonly number[]> {
  const { rows, columns, values } = pair.cosines;
  const shares = tokenShares(pair);
  const best = (row: boolean) => (at: number) =>
    Math.max(
      ...Array.from({ length: row ? columns : rows }, (_, i) => values[row ? at * columns + i : i * columns + at]),
    );
  const largest = (count: number, size: (at: number) => number) =>
    Array.from({ length: count }, (_, at) => at)
      .toSorted((a, b) => size(b) - size(a))
      .slice(0, most)
      .toSorted((a, b) => a - b);
  return {
    rows: largest(rows, shares ? (at) => Math.abs(shares.ours[at]) : best(true)),
    columns: largest(columns, shares ? (at) => Math.abs(shares.theirs[at]) : best(false)),
  };
}

/** The pairs that add most, or, where there are no shares, that are most alike. */
export function strongestPairs({ shares, cosines }: SentencePair, count: number): readonly TokenPair[] {
  const size = (shares ?? cosines).values;
  return Array.from(size.keys())
    .toSorted((a, b) => size[b] - size[a])
    .slice(0, count)
    .map((at) => ({
      ours: Math.floor(at / cosines.columns) as TokenIndex,
      theirs: (at % cosines.columns) as TokenIndex,
      share: shares?.values[at],
      cosine: cosines.values[at],
    }));
}
