// Causal multi-head attention as a piece of a graph: queries of n new tokens against the keys and values of
// themselves and of all tokens in the cache. Vaswani et al. 2017, §3.2, https://arxiv.org/abs/1706.03762
// Knows nothing about where queries, keys and values come from.
import type { Graph, Value } from './onnx.ts';

/** The inputs every block's graph has besides the residual; see cacheInputs. */
export interface CacheInputs {
  /** Transposed, so that no run has to: [heads, d_head, slots] */
  readonly pastKeys: Value;
  readonly pastValues: Value; // [heads, slots, d_head]
  /** 0 where the query may look, -∞ where not (later tokens, empty slots): [n, slots + n] */
  readonly mask: Value;
  /** [slots, n] */
  readonly widths: Value;
}

export function cacheInputs(g: Graph, heads: number, dHead: number): CacheInputs {
  return {
    pastKeys: g.input('past_keys', 'float32', [heads, dHead, 'slots']),
    pastValues: g.input('past_values', 'float32', [heads, 'slots', dHead]),
    mask: g.input('mask', 'float32', ['n', 'slots + n']),
    widths: g.input('widths', 'int64', [2]),
  };
}

export interface AttentionOptions {
  readonly queries: Value; // [heads, n, d_head]
  readonly keys: Value; // [heads, n, d_head]
  readonly values: Value; // [heads, n, d_head]
  /** Usually 1 / √d_head. */
  readonly scale: number;
  readonly heads: number;
  readonly dHead: number;
}

/** The heads' results side by side [n, heads · d_head]. Outputs `keys` (transposed), `values`, `queries`, `scores`, `attention`. */
export function attend(g: Graph, options: AttentionOptions, cache: CacheInputs): Value {
  const { heads, dHead } = options;
  const keys = g.transpose(options.keys, [0, 2, 1]); // [heads, d_head, n]
  g.output('keys', keys, [heads, dHead, 'n']);
  g.output('values', options.values, [heads, 'n', dHead]);

  g.output('queries', options.queries, [heads, 'n', dHead]);
  // Relevance of the past and of the new tokens are computed apart: joining two small matrices of scores is cheap,
  // joining all keys and values of the past with the new ones would copy the cache for every token.
  const queries = g.multiply(options.queries, g.scalar(options.scale));
  const pastScores = g.matMul(queries, cache.pastKeys); // [heads, n, slots]
  const ownScores = g.matMul(queries, keys); // [heads, n, n]
  const scores = g.add(g.concat([pastScores, ownScores], -1), cache.mask); // [heads, n, slots + n]
  g.output('scores', scores, [heads, 'n', 'slots + n']);
  const attention = g.softmax(scores);
  g.output('attention', attention, [heads, 'n', 'slots + n']);

  const [pastWeights, ownWeights] = g.splitAt(attention, cache.widths, 2, -1);
  const fromPast = g.matMul(pastWeights, cache.pastValues); // [heads, n, d_head]
  const fromOwn = g.matMul(ownWeights, options.values); // [heads, n, d_head]
  return mergeHeads(g, g.add(fromPast, fromOwn), heads * dHead);
}

/** [n, heads · d_head] → [heads, n, d_head] */
export function splitHeads(g: Graph, x: Value, heads: number, dHead: number): Value {
  return g.transpose(g.reshape(x, [0, heads, dHead]), [1, 0, 2]);
}

/** [heads, n, d_head] → [n, d] */
function mergeHeads(g: Graph, x: Value, d: number): Value {
  return g.reshape(g.transpose(x, [1, 0, 2]), [0, d]);
}
