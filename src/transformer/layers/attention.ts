// Causal multi-head attention as a piece of a graph: queries of n new tokens against the keys and values of themselves
// and of all tokens in the cache. Vaswani et al. 2017, §3.2, https://arxiv.org/abs/1706.03762:
//   Attention(Q, K, V) = softmax(Q Kᵀ / √d_head + mask) V, for each head by itself.
// A query asks, a key answers how relevant its token is, and a value is what is then taken from it. The mask makes it
// causal: -∞ becomes a weight of 0, so that no token sees what comes after it.
// The file knows nothing about where queries, keys and values come from.
import type { Graph, Value } from '../../onnx/graph.ts';
import { softmax } from '../../onnx/selection.ts';
import { biased } from './alibi.ts';
import type { AttentionInputs, AttentionOptions, HeadSizes, KeysAndValues } from './attentionParts.ts';
import { softCap } from './bounds.ts';
import { fusedAttention, isFused } from './fusedAttention.ts';

export function attentionInputs(g: Graph, sizes: HeadSizes): AttentionInputs {
  const { heads, keyValueHeads, dHead, dValue = dHead, keysOf } = sizes;
  const shared = keysOf !== undefined && {
    keys: g.input('new_keys', 'float32', [keyValueHeads, dHead, 'n']),
    values: g.input('new_values', 'float32', [keyValueHeads, 'n', dValue]),
  };
  return {
    ...(shared && { shared }),
    pastKeys: g.input('past_keys', 'float32', [keyValueHeads, dHead, 'slots']),
    pastValues: g.input('past_values', 'float32', [keyValueHeads, 'slots', dValue]),
    mask: g.input('mask', 'float32', ['masks', 'n', 'slots + n']),
    widths: g.input('widths', 'int64', [2]),
    headGains: g.input('head_gains', 'float32', [heads, 'changes', 1]),
    headOffsets: g.input('head_offsets', 'float32', [heads, 'changes', dValue]),
  };
}

/**
 * The heads' results side by side [n, heads · d_value]. Outputs `keys` (transposed) and `values`, where the layer makes them, `queries`,
 * `scores`, `attention`, `found` and where there are some `head_gates`, so that all of them can be looked at; what nobody fetches
 * costs nothing.
 */
export function attend(g: Graph, options: AttentionOptions, inputs: AttentionInputs | undefined): Value {
  if (!inputs) throw new Error('the layer has no heads');
  const { heads, dHead, dValue = dHead } = options.sizes;
  const own = inputs.shared ?? madeKeysAndValues(g, options);
  g.output('queries', options.queries, [heads, 'n', dHead]);
  const explicit = () => explicitAttention(g, options, inputs, own);
  const { fused } = inputs;
  const [found, scores, attention] = fused
    ? g.either(isFused(g, fused), () => fusedAttention(g, options, { ...inputs, fused, own }), explicit)
    : explicit();
  g.output('scores', scores, [heads, 'n', 'slots + n']);
  g.output('attention', attention, [heads, 'n', 'slots + n']);
  if (options.gates) g.output('head_gates', options.gates, [heads, 'n', dValue]);
  g.output('found', found, [heads, 'n', dValue]);
  return mergeHeads(g, found, heads * dValue);
}

/** What each head finds [heads, n, d_value], scores and weights [heads, n, slots + n]. */
function explicitAttention(
  g: Graph,
  options: AttentionOptions,
  inputs: AttentionInputs,
  { keys, values }: KeysAndValues,
): readonly [Value, Value, Value] {
  const { heads, keyValueHeads, dHead, dValue = dHead } = options.sizes;
  const shared = heads !== keyValueHeads;
  // Heads that share keys stand below one another, as if they were more queries: [key-value heads, group · n, …]
  const stacked = (x: Value, width: number) => (shared ? g.reshape(x, [keyValueHeads, -1, width]) : x);
  const apart = (x: Value, width: number) => (shared ? g.reshape(x, [heads, -1, width]) : x);

  // Relevance of the past and of the new tokens are computed apart: joining two small matrices of scores is cheap,
  // joining all keys and values of the past with the new ones would copy the cache for every token.
  const queries = stacked(scaled(g, options.queries, options.scale), dHead);
  const pastScores = g.matMul(queries, inputs.pastKeys); // [key-value heads, group · n, slots]
  const ownScores = g.matMul(queries, keys); // [key-value heads, group · n, n]
  const joined = apart(g.concat([pastScores, ownScores], -1), 0); // [heads, n, slots + n]
  const capped = options.softCap === undefined ? joined : softCap(g, joined, options.softCap);
  const scores = g.add(inputs.alibi ? biased(g, capped, inputs.alibi) : capped, inputs.mask);
  const attention = weightsOf(g, scores, options.sinks); // [heads, n, slots + n], each row sums to 1 if there is no sink

  // Σ weight · value, the past and the new tokens apart again, and their sum.
  const [pastWeights, ownWeights] = g.splitAt(stacked(attention, 0), inputs.widths, 2, -1);
  const fromPast = g.matMul(pastWeights, inputs.pastValues); // [key-value heads, group · n, d_value]
  const fromOwn = g.matMul(ownWeights, values); // [key-value heads, group · n, d_value]
  const mixed = apart(g.add(fromPast, fromOwn), dValue); // [heads, n, d_value]
  const passed = options.gates ? g.multiply(mixed, options.gates) : mixed;
  return [g.add(g.multiply(passed, inputs.headGains), inputs.headOffsets), scores, attention];
}

/** Declares them as outputs, for the cache. */
function madeKeysAndValues(g: Graph, { made, sizes }: AttentionOptions): KeysAndValues {
  if (!made) throw new Error('the layer has no keys');
  const { keyValueHeads, dHead, dValue = dHead } = sizes;
  const keys = g.transpose(made.keys, [0, 2, 1]); // [key-value heads, d_head, n]
  g.output('keys', keys, [keyValueHeads, dHead, 'n']);
  g.output('values', made.values, [keyValueHeads, 'n', dValue]);
  return { keys, values: made.values };
}

/** A softmax over each row and the sink, whose own weight is left out: [heads, n, slots + n] → [heads, n, slots + n] */
function weightsOf(g: Graph, scores: Value, sinks: Value | undefined): Value {
  if (sinks === undefined) return softmax(g, scores);
  const rows = g.node('Shape', [scores], { start: 0, end: 2 });
  const column = g.node('Expand', [g.reshape(sinks, [-1, 1, 1]), g.concat([rows, g.integers([1])], 0)]); // [heads, n, 1]
  const weights = softmax(g, g.concat([scores, column], -1));
  return g.node('Slice', [weights, g.integers([0]), g.integers([-1]), g.integers([2])]);
}

function scaled(g: Graph, x: Value, by: number): Value {
  return by === 1 ? x : g.multiply(x, g.scalar(by));
}

/** Cuts each row into the heads' parts: [n, heads · d_head] → [heads, n, d_head] */
export function splitHeads(g: Graph, x: Value, heads: number, dHead: number): Value {
  return g.transpose(g.reshape(x, [0, heads, dHead]), [1, 0, 2]);
}

/** Lays the heads' results side by side again: [heads, n, d_head] → [n, heads · d_head] */
export function mergeHeads(g: Graph, x: Value, d: number): Value {
  return g.reshape(g.transpose(x, [1, 0, 2]), [0, d]);
}
