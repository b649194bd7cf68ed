// Attention with linear biases (ALiBi): each head lowers a score in proportion to how far back the key stands, by a slope
// of its own. Press et al. 2022, "Train Short, Test Long", §3, https://arxiv.org/abs/2108.12409:
//   score = q · k / √d_head - slope · (position of the query - position of the key)
// Nothing is added to embeddings and nothing is learned. A head with a slope of ½ looks at its neighbourhood: a token 20
// places back would need a score larger by 10. One with 1/256 looks nearly everywhere. The bias is a number for the key
// minus one for the query, so that a row of each is all that a graph is fed. The file knows no config.json and no scores.
import type { Graph, Value } from '../../onnx/graph.ts';

/** More than four times those of the widest published; a list is made of them. */
export const MOST_HEADS = 1024;

export interface Alibi {
  /** What each head's score loses for each token of distance. [heads] */
  readonly slopes: readonly number[];
  /** What a score of the head gets at a key's position, and loses at the query's own. */
  readonly biasAt: (head: number, position: number) => number;
}

export function alibiOf(heads: number): Alibi {
  const slopes = alibiSlopes(heads);
  return { slopes, biasAt: (head, position) => slopes[head] * position };
}

/**
 * A geometric row from 2^(-8 / heads) down to 2^-8: for 8 heads ½, ¼, … 1/256. For a number that is no power of two the
 * row of the next lower one, and then every other slope of the next higher one's. [heads]
 */
export function alibiSlopes(heads: number): readonly number[] {
  const row = (count: number) => Array.from({ length: count }, (_, i) => 2 ** ((-8 * (i + 1)) / count));
  const lower = 2 ** Math.floor(Math.log2(heads));
  const between = row(2 * lower).filter((_, i) => i % 2 === 0);
  return [...row(lower), ...between].slice(0, heads);
}

/** The new tokens [past, past + n) behind a cache of `slots`. */
interface AlibiPlace {
  readonly n: number;
  readonly past: number;
  readonly slots: number;
}

/**
 * What the inputs of alibiInputs() are fed, both less the bias of the first new token: of large positions the last digits
 * would be lost. Empty slots have 0. keys [heads, slots + n], queries [heads, n]
 */
export function alibiTables({ slopes, biasAt }: Alibi, { n, past, slots }: AlibiPlace) {
  const columns = slots + n;
  const keys = new Float32Array(slopes.length * columns);
  const queries = new Float32Array(slopes.length * n);
  for (const head of slopes.keys()) {
    const bias = (position: number) => biasAt(head, position) - biasAt(head, past);
    for (let key = 0; key < past; key++) keys[head * columns + key] = bias(key);
    for (let i = 0; i < n; i++) keys[head * columns + slots + i] = queries[head * n + i] = bias(past + i);
  }
  return { keys, queries };
}

/** The tables as inputs of a block's graph. */
export interface AlibiBiases {
  readonly keys: Value; // [heads, 1, slots + n]
  readonly queries: Value; // [heads, n, 1]
}

export function alibiInputs(g: Graph, { slopes: { length: heads } }: Alibi): AlibiBiases {
  return {
    keys: g.input('key_biases', 'float32', [heads, 1, 'slots + n']),
    queries: g.input('query_biases', 'float32', [heads, 'n', 1]),
  };
}

/** scores [heads, n, slots + n] → the same, lower for keys that stand further back. */
export function biased(g: Graph, scores: Value, { keys, queries }: AlibiBiases): Value {
  return g.add(scores, g.subtract(keys, queries));
}
