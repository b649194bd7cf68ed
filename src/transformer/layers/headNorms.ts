// Layer norms on queries and keys, without biases and with gains of its own for each head. What they do is what an RMS
// norm on queries and keys does (Qwen3): no score grows without bounds in training. The file knows no names of tensors.
import type { Graph, Value } from '../../onnx/graph.ts';

/** heads [count, n, d_head], gains [count, 1, d_head] → [count, n, d_head] */
export function normEachHead(
  g: Graph,
  heads: Value,
  gains: Value,
  { width, epsilon }: { readonly width: number; readonly epsilon: number },
): Value {
  const ones = g.node('Expand', [g.scalar(1), g.integers([width])]); // the operator has one gain for all heads
  return g.multiply(g.layerNorm(heads, ones, undefined, epsilon), gains);
}
