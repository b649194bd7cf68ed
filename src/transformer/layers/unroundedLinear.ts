// A small map whose weights are never quantised: where its few numbers decide about many others, their rounding would too,
// and there is nothing to be saved. The file knows no model.
import type { Graph, Value } from '../../onnx/graph.ts';
import type { LinearOptions, Weights } from './weights.ts';

/** x Wᵀ with W [to, from]: [n, from] → [n, to] */
export function unroundedLinear(
  g: Graph,
  w: Weights,
  x: Value,
  name: string,
  { from, to }: Omit<LinearOptions, 'bias'>,
): Value {
  return g.gemm(x, w.tensor(`${name}.weight`, [to, from]), { transposed: true });
}
