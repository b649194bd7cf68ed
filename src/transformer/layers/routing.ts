// How routers choose: from a token's scores for all experts, the k that it gets and the weights they are added up with.
// The file knows no expert.
import type { Graph, Value } from '../../onnx/graph.ts';
import { largest, softmax, sumOver } from '../../onnx/selection.ts';

export interface Routing {
  readonly ids: Value; // int64 [n, k]
  readonly weights: Value; // [n, k]
}

/**
 * The k largest of a softmax over all experts. Their weights sum to less than 1, unless they are divided by their sum
 * (`normed`). Three experts with probabilities 0.5, 0.3, 0.2, k = 2: 0.5 and 0.3, or normed 0.625 and 0.375.
 * [n, experts] →
 */
export function topOfSoftmax(g: Graph, logits: Value, k: number, normed: boolean): Routing {
  const [weights, ids] = largest(g, softmax(g, logits), k);
  return { ids, weights: normed ? g.node('Div', [weights, sumOver(g, weights, 1, true)]) : weights };
}

/**
 * Two experts, one after the other, each with its probability among those whose scores are nearly as large: a score that
 * is further away from the largest than 2 · `tolerance` of it does not count. The second is chosen as if the first were not
 * there, so that the two weights do not belong together, and each is often 1. Scores of 4, 3.9, 3.8 and 1 with a tolerance
 * of 0.02: 3.8 is 5 % away, and the first weight is e⁴ / (e⁴ + e³·⁹) = 0.52; so is the second's, with 3.9 and 3.8.
 * SparseMixer, as it is without training: Liu et al. 2024, "GRIN", https://arxiv.org/abs/2409.12136. [n, experts] →
 */
export function sparseMixer(g: Graph, scores: Value, tolerance: number): Routing {
  const nothing = g.scalar(Number.NEGATIVE_INFINITY);
  const bestOf = (left: Value): Routing => {
    const [most, ids] = largest(g, left, 1); // [n, 1]
    const size = g.node('Max', [g.node('Abs', [scores]), most]);
    const distance = g.node('Div', [g.subtract(most, scores), size]); // [n, experts]
    const isFar = g.node('Greater', [distance, g.scalar(2 * tolerance)]);
    const near = softmax(g, g.node('Where', [isFar, nothing, left]));
    return { ids, weights: g.node('GatherElements', [near, ids], { axis: 1 }) };
  };
  const first = bestOf(scores);
  const nothings = g.node('Expand', [nothing, g.node('Shape', [first.ids])]); // [n, 1]
  const second = bestOf(g.node('ScatterElements', [scores, first.ids, nothings], { axis: 1 }));
  return {
    ids: g.concat([first.ids, second.ids], -1),
    weights: g.concat([first.weights, second.weights], -1),
  };
}

/** A softmax over the k largest only: the same as topOfSoftmax, normed, but for rounding. [n, experts] → */
export function softmaxOfTop(g: Graph, logits: Value, k: number): Routing {
  const [scores, ids] = largest(g, logits, k);
  return { ids, weights: softmax(g, scores) };
}
