// The activation functions that config.json can name: what an MLP applies to each of its hidden values between its two
// linear maps. Without one, both maps together would be a single linear map, and an MLP could tell no features apart that
// a line cannot separate. All but the oldest are smooth relatives of ReLU: nearly 0 for negative x, nearly x for positive.
//
//      x      relu    gelu    silu
//     -1      0      -0.159  -0.269
//      0      0       0       0
//      1      1       0.841   0.731
//      3      3       2.996   2.858
//
// The file knows only x, of any shape.

import type { Graph, Value } from '../../onnx/graph.ts';
import { clip } from './bounds.ts';

/** Under Hugging Face's names (transformers/activations.py); several names mean the same function. */
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
  relu6: (g: Graph, x: Value) => clip(g, x, 0, 6),
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

/**
 * x · Φ(x), with Φ(x) the share of a normal distribution that lies below x: a value is kept to the degree in which it is
 * larger than others. Hendrycks and Gimpel 2016, https://arxiv.org/abs/1606.08415
 */
function gelu(g: Graph, x: Value): Value {
  return g.node('Gelu', [x], { approximate: 'none' });
}

/** The same paper's approximation: 0.5 x (1 + tanh(√(2/π) (x + 0.044715 x³))). GPT-2 was trained with it. */
function geluTanh(g: Graph, x: Value): Value {
  return g.node('Gelu', [x], { approximate: 'tanh' });
}

/** The same paper's other approximation: x · σ(1.702 x), off by up to 0.02 where tanh is off by 0.0005. */
function geluSigmoid(g: Graph, x: Value): Value {
  return g.multiply(x, g.node('Sigmoid', [g.multiply(x, g.scalar(1.702))]));
}

/** gelu within ±10, for quantisation: fewer steps cover its range. Wu et al. 2020, https://arxiv.org/abs/2004.09602 */
function geluWithin10(g: Graph, x: Value): Value {
  return clip(g, gelu(g, x), -10, 10);
}

function relu(g: Graph, x: Value): Value {
  return g.node('Relu', [x]);
}

/** relu(x)², found by a search over programs: "Primer", So et al. 2021, §3, https://arxiv.org/abs/2109.08668 */
function relu2(g: Graph, x: Value): Value {
  const positive = relu(g, x);
  return g.multiply(positive, positive);
}

/**
 * ½ (1 + erf((x - √½) / (√2 σ))) with σ = √(1 / 4π): a step from 0 to 1 around x = √½, with the value and the
 * slope of relu² there. Ma et al. 2022, §3.3, https://arxiv.org/abs/2209.10655
 */
function laplace(g: Graph, x: Value): Value {
  const centred = g.multiply(g.subtract(x, g.scalar(Math.SQRT1_2)), g.scalar(Math.sqrt(2 * Math.PI)));
  return g.multiply(g.add(g.node('Erf', [centred]), g.scalar(1)), g.scalar(0.5));
}

/** x · σ(x), also called swish. Ramachandran et al. 2017, https://arxiv.org/abs/1710.05941 */
function silu(g: Graph, x: Value): Value {
  return g.multiply(x, g.node('Sigmoid', [x]));
}
