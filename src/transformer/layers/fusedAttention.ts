// The same attention as one operator of ONNX Runtime's, for chunks of a text that nobody looks into and nobody changes. It
// goes through keys and values in tiles that stay in the processor's cache, and keeps a running maximum and sum for each
// query in place of the weights, so that nothing as large as n × n is ever there. Dao et al. 2022, "FlashAttention",
// https://arxiv.org/abs/2205.14135. Both kinds are in each block's graph, over the same weights, and one of them is run:
// where somebody wants to see weights, replace what a head found or hide a token, it is the explicit one.
import type { Graph, Value } from '../../onnx/graph.ts';
import { DataType } from '../../onnx/messages.ts';
import type { AttentionInputs, AttentionOptions, FusedInputs, KeysAndValues } from './attentionParts.ts';

/** A truth value without dimensions. */
export function isFused(g: Graph, { behind }: FusedInputs): Value {
  return g.reshape(g.node('GreaterOrEqual', [behind, g.integers([0])]), []);
}

export type FusedParts = Pick<AttentionInputs, 'pastKeys' | 'pastValues'> & {
  readonly fused: FusedInputs;
  readonly own: KeysAndValues;
};

/** What each head finds [heads, n, d_value]; in place of scores and weights, which are not there, nothing twice. */
export function fusedAttention(
  g: Graph,
  { queries, scale, softCap, sinks, gates, sizes }: AttentionOptions,
  { pastKeys, pastValues, fused, own }: FusedParts,
): readonly [Value, Value, Value] {
  const { heads, keyValueHeads, dHead } = sizes;
  const batch = (x: Value) => g.node('Unsqueeze', [x, g.integers([0])]);
  const sideBySide = (x: Value, count: number) => g.reshape(g.transpose(x, [1, 0, 2]), [1, -1, count * dHead]); // [1, n, count · d_head]
  const keyRows = (transposed: Value) => g.transpose(transposed, [0, 2, 1]);
  const n = g.node('Shape', [queries], { start: 1, end: 2 });
  const tokens = g.add(fused.behind, n); // in the cache and new ones, [1]
  const int32 = (x: Value) => g.node('Cast', [x], { to: DataType.INT32 });
  const absent = '' as Value; // rotation, and biases of scores
  const inputs = [
    sideBySide(queries, heads),
    sideBySide(keyRows(own.keys), keyValueHeads),
    sideBySide(own.values, keyValueHeads),
    batch(keyRows(pastKeys)), // [1, key-value heads, slots, d_head]
    batch(pastValues),
    int32(g.subtract(tokens, g.integers([1]))), // the place of the last one
    g.reshape(int32(tokens), []),
    ...(sinks === undefined ? [] : [absent, absent, absent, absent, sinks]),
  ];
  const attributes = {
    num_heads: heads,
    kv_num_heads: keyValueHeads,
    scale: { float: scale },
    ...(fused.window !== undefined && { local_window_size: fused.window }),
    ...(softCap !== undefined && { softcap: { float: softCap } }),
  };
  // The operator also makes keys and values of all tokens. They are not fetched: the cache gets the new ones alone.
  const joined = g.contrib('GroupQueryAttention', inputs, attributes, 3); // [1, n, heads · d_head]
  const found = g.transpose(g.reshape(joined, [-1, heads, dHead]), [1, 0, 2]); // [heads, n, d_head]
  const nothing = () => g.node('ConstantOfShape', [g.integers([0, 0, 0])]);
  return [gates ? g.multiply(found, gates) : found, nothing(), nothing()];
}
