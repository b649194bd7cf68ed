// Three readings of attention side by side, each as shares of a whole: the weights, the weights times the length of what
// they move, and the rollout. Pure.
import type { FirstToken, ValueWeights } from '../../../src/contract/valueWeights.ts';
import { NAMED_FROM } from '../../stops/attention/headRoles.ts';

export interface TokenShares {
  readonly token: number;
  /** α as a share of all attention of the head. */
  readonly raw: number;
  /** α · |v W_O| as a share of their sum. */
  readonly moved: number;
  /** undefined where the text is too long for the rollout, or it is not known yet. */
  readonly rolled: number | undefined;
}

/** How attention and what it moves fall on a token and on those that are not listed. */
export interface CorrectedShares {
  /** The tokens with the largest shares of any kind, that of what is moved first. */
  readonly listed: readonly TokenShares[];
  readonly others: (Omit<TokenShares, 'token'> & { readonly count: number }) | undefined;
}

/**
 * `raw` and `moved` are one row of attention, [n], `rolled` is the same row of the rollout. Without the first token the
 * rest is the whole: each column sums to 1 either way, unless nothing is left of it.
 */
export function correctedShares(
  raw: ArrayLike<number>,
  moved: ArrayLike<number>,
  rolled: ArrayLike<number> | undefined,
  { withFirst, most }: { readonly withFirst: boolean; readonly most: number },
): CorrectedShares {
  const from = withFirst ? 0 : 1;
  const columns = {
    raw: sharesFrom(raw, from),
    moved: sharesFrom(moved, from),
    rolled: rolled && sharesFrom(rolled, from),
  };
  const all = Array.from(
    { length: Math.max(0, raw.length - from) },
    (_, i): TokenShares => ({
      token: i + from,
      raw: columns.raw[i],
      moved: columns.moved[i],
      rolled: columns.rolled?.[i],
    }),
  );
  const strongest = all.toSorted((a, b) => largest(b) - largest(a));
  const listed = strongest.slice(0, most).toSorted((a, b) => b.moved - a.moved || a.token - b.token);
  const rest = strongest.slice(most);
  if (rest.length === 0) return { listed, others: undefined };
  const sum = (of: (one: TokenShares) => number) => rest.reduce((total, one) => total + of(one), 0);
  return {
    listed,
    others: {
      count: rest.length,
      raw: sum((one) => one.raw),
      moved: sum((one) => one.moved),
      rolled: rolled && sum((one) => one.rolled ?? 0),
    },
  };
}

/**
 * Whether a head rests on the first token: a good part of its attention falls there, and what that moves is less than
 * half as long as what the middle one of the others would move. 0.3 is from where the Lecture names a head by its role.
 */
export function restsOnFirst({ attention, length, otherLength }: FirstToken): boolean {
  return attention >= NAMED_FROM && length < otherLength / 2;
}

/** The heads of the layer that rest there, by number. */
export function restingHeads({ firstToken }: ValueWeights): readonly number[] {
  return firstToken.flatMap((one, head) => (restsOnFirst(one) ? [head] : []));
}

function sharesFrom(row: ArrayLike<number>, from: number): readonly number[] {
  const kept = Array.prototype.slice.call(row, from) as number[];
  const sum = kept.reduce((total, value) => total + value, 0);
  return kept.map((value) => (sum > 0 ? value / sum : 0));
}

function largest({ raw, moved, rolled = 0 }: TokenShares): number {
  return Math.max(raw, moved, rolled);
}
