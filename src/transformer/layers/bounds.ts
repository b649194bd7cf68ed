// Keeps numbers within bounds. Knows no layer.
import type { Graph, Value } from '../../onnx/graph.ts';

/** x within ±cap: cap · tanh(x / cap). Gemma 2, §2, https://arxiv.org/abs/2408.00118 */
export function softCap(g: Graph, x: Value, cap: number): Value {
  return g.multiply(g.node('Tanh', [g.multiply(x, g.scalar(1 / cap))]), g.scalar(cap));
}

/** What is beyond the bounds is cut off. */
export function clip(g: Graph, x: Value, least: number, most: number): Value {
  return g.node('Clip', [x, g.scalar(least), g.scalar(most)]);
}
