// A state in place of attention, as a piece of a graph. Each head keeps a matrix S [d_state, d_value]; a token lets it fade by
// a factor of its own, adds to it, and reads from it:
//   S_t = α_t S_(t - 1) + k_t v_tᵀ,  y_t = q_tᵀ S_t
// so that its cost does not grow with the text. Written out, y_t is what attention without a softmax would find:
//   y_t = Σ_(s ≤ t) (α_(s + 1) … α_t) (q_t · k_s) v_s
// with the same keys and values in a cache, only that weights fade with the distance and need not sum to 1. It is computed so
// here: a text can be cut and gone on with anywhere, tokens can be hidden, and each one's part is there to be seen. Dao and
// Gu 2024, "Transformers are SSMs", §3 to §5, https://arxiv.org/abs/2405.21060. The file knows nothing about where queries, keys and
// values come from.
import type { StateSpace } from '../../contract/layerShapes.ts';
import type { Graph, Value } from '../../onnx/graph.ts';

export interface StateValues {
  readonly queries: Value; // [groups, n, d_state]
  readonly keys: Value; // [groups, n, d_state]
  readonly values: Value; // [heads, n, d_value]
  /** log α, ≤ 0. [n, heads] */
  readonly decays: Value;
}

/**
 * What each head reads: [heads, n, d_value]. Outputs `state_keys` (transposed), `state_values` and `state_decays` for the
 * cache; and for whoever looks inside `state_queries`, `state_weights`, what multiplies the value of each token, and
 * `state_found`, what is read.
 */
export function unrolledState(g: Graph, { groups, heads, dState, dValue }: StateSpace, state: StateValues): Value {
  const pastKeys = g.input('past_state_keys', 'float32', [groups, dState, 'slots']);
  const pastValues = g.input('past_state_values', 'float32', [heads, 'slots', dValue]);
  /** What is left of each earlier token's part behind the last of them, as a logarithm. */
  const pastLeft = g.input('past_left', 'float32', [heads, 'slots']);
  const mask = g.input('mask', 'float32', ['masks', 'n', 'slots + n']);
  const widths = g.input('widths', 'int64', [2]);
  const keys = g.transpose(state.keys, [0, 2, 1]); // [groups, d_state, n]
  g.output('state_keys', keys, [groups, dState, 'n']);
  g.output('state_values', state.values, [heads, 'n', dValue]);
  g.output('state_decays', state.decays, ['n', heads]);

  // log (α_(s + 1) … α_t), of earlier tokens and of the new ones.
  const sums = g.node('CumSum', [g.transpose(state.decays, [1, 0]), g.integers([1])]); // [heads, n]
  const untilNow = g.reshape(sums, [heads, -1, 1]); // [heads, n, 1]
  const ofPast = g.add(untilNow, g.reshape(pastLeft, [heads, 1, -1])); // [heads, n, slots]
  const ofOwn = g.subtract(untilNow, g.reshape(sums, [heads, 1, -1])); // [heads, n, n]
  const left = g.node('Exp', [g.add(g.concat([ofPast, ofOwn], -1), mask)]); // [heads, n, slots + n], 0 where hidden

  const products = g.concat([g.matMul(state.queries, pastKeys), g.matMul(state.queries, keys)], -1); // [groups, n, slots + n]
  // Heads of a group have the same products, and fade each by itself.
  const groupOf = Array.from({ length: heads }, (_, head) => Math.floor((head * groups) / heads));
  const ofHeads = groups === heads ? products : g.lookUp(products, g.integers(groupOf)); // [heads, n, slots + n]
  const weights = g.multiply(ofHeads, left); // [heads, n, slots + n]
  const [past, own] = g.splitAt(weights, widths, 2, -1);
  const found = g.add(g.matMul(past, pastValues), g.matMul(own, state.values));
  g.output('state_queries', g.same(state.queries), [groups, 'n', dState]);
  g.output('state_weights', weights, [heads, 'n', 'slots + n']);
  g.output('state_found', g.same(found), [heads, 'n', dValue]);
  return found;
}
