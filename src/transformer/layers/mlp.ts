// The feed-forward half of a block: each token for itself, wider and back. No token sees another here; about two thirds of
// a block's weights are in these maps. Read as a memory, each hidden unit is a key that matches a pattern of the stream,
// with a value that is added where it matches (Geva et al. 2021, https://arxiv.org/abs/2012.14913). Outputs mlp_hidden,
// the activations, which are multiplied with the last map. The file knows the two forms, no names of tensors.

import type { Graph, Value } from '../../onnx/graph.ts';
import type { ActivationName } from './activations.ts';
import { ACTIVATIONS } from './activations.ts';
import type { Block } from './block.ts';

/** Llama's, where nothing else is said. */
const LLAMA_NAMES = { gate: 'mlp.gate_proj', up: 'mlp.up_proj', down: 'mlp.down_proj' };

export interface MlpSizes {
  readonly inner: number;
  readonly activation: ActivationName;
  readonly bias: boolean;
  /** Whether the last map has a bias; as `bias` where it is not said. */
  readonly outputBias?: boolean;
}

export interface PlainSizes extends Omit<MlpSizes, 'activation'> {
  /** By name, or one that has weights of its own. */
  readonly activation: ActivationName | ((g: Graph, x: Value) => Value);
}

/** FFN(x) = W_down act(W_up x + b) + b. Vaswani et al. 2017, §3.3, eq. 2. [n, d] → [n, d] */
export function plainMlp(block: Block, x: Value, sizes: PlainSizes, names: { up: string; down: string }): Value {
  const { g, w, shape } = block;
  const { inner, activation, bias, outputBias = bias } = sizes;
  const hidden = w.linear(x, names.up, { from: shape.dModel, to: inner, bias }); // [n, inner]
  const active = typeof activation === 'string' ? ACTIVATIONS[activation](g, hidden) : activation(g, hidden);
  g.output('mlp_hidden', active, ['n', inner]);
  return w.linear(active, names.down, { from: inner, to: shape.dModel, bias: outputBias });
}

/**
 * FFN(x) = W_down (act(W_gate x) ⊙ W_up x): one half decides how much of the other passes. With SiLU it is called SwiGLU.
 * Three maps in place of two, so `inner` is chosen about two thirds as wide. Shazeer 2020, https://arxiv.org/abs/2002.05202.
 * [n, d] → [n, d]
 */
export function gatedMlp(block: Block, x: Value, sizes: MlpSizes, names = LLAMA_NAMES): Value {
  const { hidden, out } = gatedValues(block, x, sizes, names);
  block.g.output('mlp_hidden', hidden, ['n', sizes.inner]);
  return out;
}

/** The same with its activations, which are not declared as an output: where it stands beside experts. */
export function gatedValues(
  { g, w, shape }: Block,
  x: Value,
  { inner, activation, bias }: MlpSizes,
  { gate: gateName, up: upName, down } = LLAMA_NAMES,
): { readonly hidden: Value; readonly out: Value } {
  const gate = w.linear(x, gateName, { from: shape.dModel, to: inner, bias }); // [n, inner]
  const up = w.linear(x, upName, { from: shape.dModel, to: inner, bias }); // [n, inner]
  const hidden = g.multiply(ACTIVATIONS[activation](g, gate), up); // [n, inner]
  return { hidden, out: w.linear(hidden, down, { from: inner, to: shape.dModel, bias }) };
}

/** The same with gate and up the two halves of one product, without biases where nothing else is said. [n, d] → [n, d] */
export function joinedGatedMlp(
  { g, w, shape }: Block,
  x: Value,
  { inner, activation, bias = false }: Omit<MlpSizes, 'bias'> & { readonly bias?: boolean },
  names = { joined: 'mlp.gate_up_proj', down: 'mlp.down_proj' },
): Value {
  const joined = w.linear(x, names.joined, { from: shape.dModel, to: 2 * inner, bias }); // [n, 2 inner]
  const [gate, up] = g.split(joined, 2, -1);
  const hidden = g.multiply(ACTIVATIONS[activation](g, gate), up); // [n, inner]
  g.output('mlp_hidden', hidden, ['n', inner]);
  return w.linear(hidden, names.down, { from: inner, to: shape.dModel, bias });
}
