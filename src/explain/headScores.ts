// What a head does, by the standard scores on random tokens written twice: Olsson et al. 2022, "In-context Learning and
// Induction Heads" (previous token, prefix matching); Wang et al. 2022, "Interpretability in the Wild" (duplicate token).
// Random tokens have no meaning, so that what a head finds in them is what it does by place and by repetition alone. Each
// score is a mean attention weight, from 0 to 1. It says where a head looks, not what it changes. The file knows weights,
// no model.
import { seededRandom } from './seededRandom.ts';

export interface HeadScores {
  /** On the token before. */
  readonly previousToken: number;
  /** On the first token of all. */
  readonly firstToken: number;
  /** In the second copy: on the same token in the first. */
  readonly sameToken: number;
  /** In the second copy: on the token that followed the same token in the first. */
  readonly induction: number;
}

/**
 * The scores of one head's weights [2 half, 2 half] over `half` tokens and the same ones again. For A B C A B C the query
 * at the second A (index 3) looks at A (index 0) if it does the same token, and at B (index 1), which followed, if it does
 * induction: what came after this token the last time?
 */
export function headScores(weights: ArrayLike<number>, half: number): HeadScores {
  const n = 2 * half;
  const mean = (from: number, keyOf: (query: number) => number) => {
    let sum = 0;
    for (let query = from; query < n; query++) sum += weights[query * n + keyOf(query)];
    return sum / (n - from);
  };
  return {
    previousToken: mean(1, (query) => query - 1),
    firstToken: mean(1, () => 0),
    sameToken: mean(half, (query) => query - half),
    induction: mean(half, (query) => query - half + 1),
  };
}

/** Random, each at most once in a copy, the same for every call with that seed. */
export function repeatedRandomTokens(half: number, vocabulary: number, seed = 1): number[] {
  const ids = new Set<number>();
  const random = seededRandom(seed);
  while (ids.size < Math.min(half, vocabulary)) ids.add(Math.floor(random() * vocabulary));
  return [...ids, ...ids];
}
