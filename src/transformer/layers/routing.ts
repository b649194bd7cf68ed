// How routers choose: from a token's scores for all experts, the k that it gets and the weights they are added up with.
// The file knows no expert.
import type { Graph, Value } from '../../onnx/graph.ts';
import { largest, sumOver } from '../../onnx/selection.ts';

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
  const [weights, ids] = largest(g, g.softmax(logits), k);
  return { ids, weights: normed ? g.node('Div', [weights, sumOver(g, weights, 1, true)]) : weights };
}

/** A softmax over the k largest only: the same as topOfSoftmax, normed, but for rounding. [n, experts] → */
export function softmaxOfTop(g: Graph, logits: Value, k: number): Routing {
  const [scores, ids] = largest(g, logits, k);
  return { ids, weights: g.softmax(scores) };
}
