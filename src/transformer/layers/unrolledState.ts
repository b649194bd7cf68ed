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
import { sumsBetween } from '../../onnx/sumsBetween.ts';
import { corrections } from './deltaRule.ts';

export interface StateValues {
  readonly queries: Value; // [groups, n, d_state]
  readonly keys: Value; // [groups, n, d_state]
  readonly values: Value; // [heads, n, d_value]
  /** log α, ≤ 0. [n, heads] */
  readonly decays: Value;
  /** Where the delta rule holds, how much of a correction is made; see deltaRule.ts. [heads, n, 1] */
  readonly strengths?: Value;
  /** Inputs that the layer has already, where heads stand beside the state. mask [1, n, slots + n], widths [2] */
  readonly mask?: Value | undefined;
  readonly widths?: Value | undefined;
}

/**
 * What each head reads: [heads, n, d_value]. Outputs `state_keys` (transposed), `state_values` and `state_decays` for the
 * cache; values are what was written, under the delta rule the corrections; and for whoever looks inside `state_queries`,
 * `state_weights`, what multiplies what each token wrote, `state_found`, what is read, and under the delta rule
 * `state_strengths`, β.
 */
export function unrolledState(g: Graph, { groups, heads, dState, dValue }: StateSpace, state: StateValues): Value {
  const pastKeys = g.input('past_state_keys', 'float32', [groups, dState, 'slots']);
  const pastValues = g.input('past_state_values', 'float32', [heads, 'slots', dValue]);
  /** What is left of each earlier token's part behind the last of them, as a logarithm. */
  const pastLeft = g.input('past_left', 'float32', [heads, 'slots']);
  const mask = state.mask ?? g.input('mask', 'float32', ['masks', 'n', 'slots + n']);
  const widths = state.widths ?? g.input('widths', 'int64', [2]);
  const keys = g.transpose(state.keys, [0, 2, 1]); // [groups, d_state, n]
  g.output('state_keys', keys, [groups, dState, 'n']);
  g.output('state_decays', state.decays, ['n', heads]);

  // log (α_(s + 1) … α_t), of earlier tokens and of the new ones.
  const { untilNow, between: ofOwn } = sumsBetween(g, g.transpose(state.decays, [1, 0])); // [heads, n, 1], [heads, n, n]
  const ofPast = g.add(untilNow, g.reshape(pastLeft, [heads, 1, -1])); // [heads, n, slots]
  const left = g.node('Exp', [g.add(g.concat([ofPast, ofOwn], -1), mask)]); // [heads, n, slots + n], 0 where hidden

  // Heads of a group have the same products, and fade each by itself.
  const groupOf = Array.from({ length: heads }, (_, head) => Math.floor((head * groups) / heads));
  // Under the delta rule the state is read with keys, too: at once, so that the cache is read from memory but once.
  const { strengths } = state;
  const rows = strengths ? g.concat([state.queries, state.keys], 1) : state.queries; // [groups, reads · n, d_state]
  const products = g.concat([g.matMul(rows, pastKeys), g.matMul(rows, keys)], -1); // [groups, reads · n, slots + n]
  const ofHeads = groups === heads ? products : g.lookUp(products, g.integers(groupOf)); // [heads, reads · n, slots + n]
  const [weights, ofKeys] = eachRead(g, ofHeads, strengths).map((one) => g.multiply(one, left)); // [heads, n, slots + n]
  const [past, own] = g.splitAt(weights, widths, 2, -1);
  /** What is read of earlier tokens, and what the new ones write: [heads, n, d_value] each */
  const corrected = (strengths: Value): readonly Value[] => {
    const [pastOfKeys, ownOfKeys] = g.splitAt(ofKeys, widths, 2, -1);
    const fromPast = g.matMul(g.concat([past, pastOfKeys], 1), pastValues); // [heads, reads · n, d_value]
    const [read, found] = eachRead(g, fromPast, strengths);
    const n = g.lookUp(widths, g.integers([1]));
    return [read, corrections(g, heads, { values: state.values, strengths, found, own: ownOfKeys, n })];
  };
  const [read, values] = strengths ? corrected(strengths) : [g.matMul(past, pastValues), state.values];
  g.output('state_values', values, [heads, 'n', dValue]);
  const found = g.add(read, g.matMul(own, values));
  g.output('state_queries', g.same(state.queries), [groups, 'n', dState]);
  g.output('state_weights', weights, [heads, 'n', 'slots + n']);
  if (strengths) g.output('state_strengths', g.same(strengths), [heads, 'n', 1]);
  g.output('state_found', g.same(found), [heads, 'n', dValue]);
  return found;
}

/** Those with queries, and under the delta rule those with keys: [.., reads · n, ..] → [.., n, ..] each */
function eachRead(g: Graph, x: Value, strengths: Value | undefined): readonly Value[] {
  return strengths ? g.split(x, 2, 1) : [x];
}
