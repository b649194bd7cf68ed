// The delta rule: a token does not add its value to the state but corrects it. What the state says already at the token's
// key is compared with what it should say, and a share β of the difference is written:
//   S_t = α_t S_(t - 1) + k_t u_tᵀ,  u_t = β_t (v_t - α_t S_(t - 1)ᵀ k_t)
// so that a key can be overwritten, where a plain sum would mix its old value with the new one. Widrow and Hoff 1960; Yang et
// al. 2024, "Gated Delta Networks", §3, https://arxiv.org/abs/2412.06464. With u in the place of values the state is one as
// any other. But u_t needs all u_s before it:
//   u_t + β_t Σ_(s < t) (α_(s + 1) … α_t) (k_t · k_s) u_s = β_t v_t
// which for earlier tokens are there, and for those of a chunk are a triangular system; ibid., §3.3. The file knows nothing
// about where keys and values come from.
import type { Graph, Value } from '../../onnx/graph.ts';
import { unitTriangularInverse } from '../../onnx/triangularInverse.ts';

export interface Correction {
  /** What should be found at each key: [heads, n, d_value] */
  readonly values: Value;
  /** β, between 0 and 1. [heads, n, 1] */
  readonly strengths: Value;
  /** What is found there of earlier tokens: [heads, n, d_value] */
  readonly found: Value;
  /** What multiplies what each new token writes there, (α_(s + 1) … α_t) (k_t · k_s): [heads, n, n] */
  readonly own: Value;
  readonly n: Value; // int64 [1]
}

/** What each token writes, u: [heads, n, d_value] */
export function corrections(g: Graph, heads: number, { values, strengths, found, own, n }: Correction): Value {
  const missing = g.multiply(g.subtract(values, found), strengths);
  const ofEarlier = g.node('Trilu', [g.multiply(own, strengths), g.integers([-1])], { upper: 0 });
  return g.matMul(unitTriangularInverse(g, ofEarlier, { count: heads, n }), missing);
}
