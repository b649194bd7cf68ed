// How many tokens of a layer whose states are unrolled are run at a time. Knows sizes only.
import type { ModelShape } from './architecture.ts';

/**
 * Each of some ten values of such a layer has heads · rows · tokens numbers, and no arena keeps their memory from one operator
 * to the next: from 16 MB on, most of a run's time goes by in getting it. 24 heads and 1,500 tokens were read in 5 s by 32 rows
 * at a time, in 70 s by 256.
 */
const MOST_NUMBERS = 2 ** 20;
/** Fewer rows would read the weights of large models too often. */
const FEWEST_ROWS = 16;

/** No limit where no layer has a state. `tokens` is the length of the text. */
export function mostStateRows({ states = [] }: Pick<ModelShape, 'states'>, tokens: number): number {
  const heads = Math.max(0, ...states.map((state) => state?.heads ?? 0));
  if (heads === 0) return Number.POSITIVE_INFINITY;
  return Math.max(FEWEST_ROWS, Math.floor(MOST_NUMBERS / (heads * Math.max(1, tokens))));
}
