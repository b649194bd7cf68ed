// Two distributions of the next token as one list: how probable each token was before, and is after. Pure.
import type { Candidate, NextTokens } from '../../../src/contract/readings.ts';

/** undefined where the token is not among the listed ones: it is less probable than all of these. */
export interface Pair {
  readonly token: Pick<Candidate, 'id' | 'text' | 'bytes'>;
  readonly before: number | undefined;
  readonly after: number | undefined;
}

export interface Pairs {
  /** The largest of both numbers first. */
  readonly shown: readonly Pair[];
  /** The least probability that is listed: what is missing is below. */
  readonly least: { readonly before: number; readonly after: number };
  /** The probability that the longest bar has. */
  readonly most: number;
}

/** The `most` most probable tokens of each of the two; both know many more, so that few numbers are missing. */
export function pairsOf(before: NextTokens, after: NextTokens, most: number): Pairs {
  const first = [...before.candidates.slice(0, most), ...after.candidates.slice(0, most)];
  const was = probabilities(before);
  const is = probabilities(after);
  const tokens = new Map(first.map((one) => [one.id, one]));
  const pairs = [...tokens.values()].map(
    (token): Pair => ({ token, before: was.get(token.id), after: is.get(token.id) }),
  );
  const shown = pairs.sort((a, b) => larger(b) - larger(a));
  return {
    shown,
    least: { before: leastOf(before), after: leastOf(after) },
    most: shown.length > 0 ? larger(shown[0]) : 1,
  };
}

/** 1 where it went up visibly, −1 where it went down, 0 where it stayed: by a tenth of it, and by half a percentage point. */
export function direction({ before = 0, after = 0 }: Pair): -1 | 0 | 1 {
  const difference = after - before;
  if (Math.abs(difference) < 0.005 || Math.abs(difference) < 0.1 * before) return 0;
  return difference > 0 ? 1 : -1;
}

function larger({ before = 0, after = 0 }: Pair): number {
  return Math.max(before, after);
}

function probabilities({ candidates, actual }: NextTokens): ReadonlyMap<number, number> {
  const listed = actual ? [...candidates, actual] : candidates;
  return new Map(listed.map(({ id, probability }) => [id, probability]));
}

function leastOf({ candidates }: NextTokens): number {
  return candidates.at(-1)?.probability ?? 1;
}
