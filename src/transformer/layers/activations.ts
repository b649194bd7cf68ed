// The activation functions that config.json can name. Knows only x.
import type { Graph, Value } from '../../onnx/graph.ts';

/** Hugging Face's names (transformers/activations.py). */
export const ACTIVATIONS = {
  gelu,
  gelu_python: gelu,
  gelu_new: geluTanh,
  gelu_pytorch_tanh: geluTanh,
  gelu_python_tanh: geluTanh,
  gelu_accurate: geluTanh,
  gelu_fast: geluTanh,
  gelu_10: geluWithin10,
  quick_gelu: geluSigmoid,
  relu,
  relu2,
  relu6: (g: Graph, x: Value) => within(g, x, 0, 6),
  leaky_relu: (g: Graph, x: Value) => g.node('LeakyRelu', [x], { alpha: { float: 0.01 } }),
  silu,
  swish: silu,
  hardswish: (g: Graph, x: Value) => g.node('HardSwish', [x]),
  mish: (g: Graph, x: Value) => g.multiply(x, g.node('Tanh', [g.node('Softplus', [x])])),
  laplace,
  sigmoid: (g: Graph, x: Value) => g.node('Sigmoid', [x]),
  tanh: (g: Graph, x: Value) => g.node('Tanh', [x]),
  linear: (g: Graph, x: Value) => g.same(x),
} as const;

export type ActivationName = keyof typeof ACTIVATIONS;
export const ACTIVATION_NAMES = Object.keys(ACTIVATIONS) as ActivationName[];

/** x · Φ(x). Hendrycks and Gimpel 2016, https://arxiv.org/abs/1606.08415 */
function gelu(g: Graph, x: Value): Value {
  return g.node('Gelu', [x], { approximate: 'none' });
}

/** The same paper's approximation: 0.5 x (1 + tanh(√(2/π) (x + 0.044715 x³))). GPT-2 was trained with it. */
function geluTanh(g: Graph, x: Value): Value {
  return g.node('Gelu', [x], { approximate: 'tanh' });
}

/** The same paper's other approximation: x · σ(1.702 x) */
function geluSigmoid(g: Graph, x: Value): Value {
  return g.multiply(x, g.node('Sigmoid', [g.multiply(x, g.scalar(1.702))]));
}

/** Kept within ±10, for quantization. Wu et al. 2020, https://arxiv.org/abs/2004.09602 */
function geluWithin10(g: Graph, x: Value): Value {
  return within(g, gelu(g, x), -10, 10);
}

function within(g: Graph, x: Value, least: number, most: number): Value {
  return g.node('Clip', [x, g.scalar(least), g.scalar(most)]);
}

function relu(g: Graph, x: Value): Value {
  return g.node('Relu', [x]);
}

/** relu(x)². So et al. 2021, https://arxiv.org/abs/2109.08668 */
function relu2(g: Graph, x: Value): Value {
  const positive = relu(g, x);
  return g.multiply(positive, positive);
}

/** ½ (1 + erf((x - √½) / (√2 σ))) with σ = √(1 / 4π). Ma et al. 2022, https://arxiv.org/abs/2209.10655, §3.3 */
function laplace(g: Graph, x: Value): Value {
  const centred = g.multiply(g.subtract(x, g.scalar(Math.SQRT1_2)), g.scalar(Math.sqrt(2 * Math.PI)));
  return g.multiply(g.add(g.node('Erf', [centred]), g.scalar(1)), g.scalar(0.5));
}

/** x · σ(x) */
function silu(g: Graph, x: Value): Value {
  return g.multiply(x, g.node('Sigmoid', [x]));
}
