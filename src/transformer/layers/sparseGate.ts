// A gate that only the largest values pass: those above a limit that a share p of a normal distribution lies below, with the
// row's own mean and spread. It finds the largest tenth without sorting anything.
//   max(0, x - (mean x + z σ_x)) with Φ(z) = p; p = 0.95: z = 1.645
// "Statistical top-k": You et al. 2025, https://arxiv.org/abs/2506.06644. The file knows one row at a time.
import type { Graph, Value } from '../../onnx/graph.ts';

/** x [n, inner], share p of 0 to 1, both left out → [n, inner] */
export function sparseGate(g: Graph, x: Value, share: number): Value {
  const mean = rowMean(g, x);
  const centred = g.subtract(x, mean);
  const spread = g.node('Sqrt', [rowMean(g, g.multiply(centred, centred))]);
  const limit = g.add(mean, g.multiply(spread, g.scalar(normalQuantile(Math.fround(share)))));
  return g.node('Relu', [g.subtract(x, limit)]);
}

function rowMean(g: Graph, x: Value): Value {
  return g.node('ReduceMean', [x, g.integers([-1])], { keepdims: 1 });
}

/**
 * z with Φ(z) = p. Newton's method from 0 on: Φ is concave above 0, so that each step ends before z, nearer than the last
 * one, and below ½ the distribution is its own mirror image.
 */
export function normalQuantile(p: number): number {
  if (p < 0.5) return -normalQuantile(1 - p);
  let z = 0;
  for (;;) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
    const step = (p - 0.5 - density * seriesOf(z)) / density;
    if (step <= 1e-12) return z + step;
    z += step;
  }
}

/** (Φ(z) - ½) / φ(z) = z + z³ / 3 + z⁵ / (3 · 5) + … */
function seriesOf(z: number): number {
  let [sum, term] = [z, z];
  for (let n = 3; term > sum * 1e-17; n += 2) {
    term *= (z * z) / n;
    sum += term;
  }
  return sum;
}
