// An n-gram model with interpolated modified Kneser-Ney smoothing, the best smoothing of n-gram models. Chen and
// Goodman 1998, "An Empirical Study of Smoothing Techniques for Language Modeling", §3 and §4.1.3. Knows ids, no text.
import { type Level, ngramTree } from './ngramTree.ts';

/** What is subtracted from the counts of n-grams that were seen once, twice, and three times or more. */
export type Discounts = readonly [once: number, twice: number, more: number];

export interface NgramModel {
  /** The discounts for n-grams of each length, 1 first. */
  readonly discounts: readonly Discounts[];
  /** The number of different n-grams of each length, 1 first. */
  readonly sizes: readonly number[];
  /**
   * p(id | the last `depth - 1` tokens of context, no further back than the last boundary), which is above 0 for every
   * id.
   */
  probability(context: ArrayLike<number>, id: number): number;
}

export interface NgramOptions {
  /** The number of ids, from 0 on, each of which may come next. */
  readonly vocabulary: number;
  /** The id that begins each document and ends the last one. */
  readonly boundary: number;
  /** The longest n-grams. */
  readonly depth: number;
}

/** The sums over each node's children. */
interface Continuations {
  /** Σ counts. */
  readonly totals: Float64Array;
  /** γ: Σ discounts over Σ counts, the weight of the next shorter context. */
  readonly backOffWeights: Float64Array;
}

export function kneserNey(text: Uint16Array, { vocabulary, boundary, depth }: NgramOptions): NgramModel {
  const levels = ngramTree(text, boundary, depth);
  const discounts = levels.map(({ counts }) => discountsOf(counts));
  const continuations = levels.map((level, i) => continuationsOf(level, discounts[i]));
  return {
    discounts,
    sizes: levels.map(({ ids }) => ids.length),
    probability: (context, id) => {
      // p_n(w | h) = (c(hw) - D) / Σ c(h·) + γ(h) · p_(n-1)(w | h'), from the shortest context to the longest one.
      let probability = 1 / vocabulary;
      for (let n = 1; n <= Math.min(depth, context.length + 1); n++) {
        const node = nodeOf(levels, context, n - 1);
        if (node === undefined) break; // the context was not seen, such as one across a boundary; nor were longer ones
        const { totals, backOffWeights } = continuations[n - 1];
        if (totals[node] === 0) break;
        const child = childOf(levels[n - 1], node, id);
        const count = child === undefined ? 0 : levels[n - 1].counts[child];
        probability = (count - discountOf(discounts[n - 1], count)) / totals[node] + backOffWeights[node] * probability;
      }
      return probability;
    },
  };
}

/** The node of the last `length` tokens among the n-grams of that length; the root for length 0. */
function nodeOf(levels: readonly Level[], context: ArrayLike<number>, length: number): number | undefined {
  let node: number | undefined = 0;
  for (let i = 0; i < length && node !== undefined; i++)
    node = childOf(levels[i], node, context[context.length - length + i]);
  return node;
}

function childOf({ ids, firstChild }: Level, node: number, id: number): number | undefined {
  let low = firstChild[node];
  let high = firstChild[node + 1];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ids[middle] < id) low = middle + 1;
    else high = middle;
  }
  return low < firstChild[node + 1] && ids[low] === id ? low : undefined;
}

/**
 * The discounts, from the number nᵢ of n-grams with the count i: D₁ = 1 - 2Y n₂/n₁, D₂ = 2 - 3Y n₃/n₂, D₃ = 3 - 4Y
 * n₄/n₃ with Y = n₁ / (n₁ + 2n₂) (Chen and Goodman 1998, eq. 26). They are kept between 0 and the count; a text so
 * small that a count does not occur gets ½, 1 and 1½.
 */
export function discountsOf(counts: Uint32Array): Discounts {
  const n = [0, 0, 0, 0, 0];
  for (const count of counts) if (count <= 4) n[count]++;
  if (n.slice(1).some((size) => size === 0)) return [0.5, 1, 1.5];
  const y = n[1] / (n[1] + 2 * n[2]);
  const discount = (k: number) => Math.min(k, Math.max(0, k - ((k + 1) * y * n[k + 1]) / n[k]));
  return [discount(1), discount(2), discount(3)];
}

function discountOf(discounts: Discounts, count: number): number {
  return count === 0 ? 0 : discounts[Math.min(count, 3) - 1];
}

function continuationsOf({ firstChild, counts }: Level, discounts: Discounts): Continuations {
  const parents = firstChild.length - 1;
  const totals = new Float64Array(parents);
  const backOffWeights = new Float64Array(parents);
  for (let parent = 0; parent < parents; parent++) {
    let discounted = 0;
    for (let child = firstChild[parent]; child < firstChild[parent + 1]; child++) {
      totals[parent] += counts[child];
      discounted += discountOf(discounts, counts[child]);
    }
    backOffWeights[parent] = totals[parent] === 0 ? 1 : discounted / totals[parent];
  }
  return { totals, backOffWeights };
}
