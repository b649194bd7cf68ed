// The activation functions that config.json can name. Knows only x.
import type { Graph, Value } from './onnx.ts';

/** Hugging Face's names (transformers/activations.py). */
export const ACTIVATIONS = {
  gelu,
  gelu_python: gelu,
  gelu_new: geluTanh,
  gelu_pytorch_tanh: geluTanh,
  gelu_fast: geluTanh,
  quick_gelu: geluSigmoid,
  relu,
  silu,
  swish: silu,
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

function relu(g: Graph, x: Value): Value {
  return g.node('Relu', [x]);
}

/** x · σ(x) */
function silu(g: Graph, x: Value): Value {
  return g.multiply(x, g.node('Sigmoid', [x]));
}
