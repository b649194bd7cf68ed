// Keeps scores within bounds without cutting them off. Knows no layer.
import type { Graph, Value } from '../../onnx/graph.ts';

/** x within ±cap: cap · tanh(x / cap). Gemma 2, §2, https://arxiv.org/abs/2408.00118 */
export function softCap(g: Graph, x: Value, cap: number): Value {
  return g.multiply(g.node('Tanh', [g.multiply(x, g.scalar(1 / cap))]), g.scalar(cap));
}
