// Gated DeltaNet's mixer, which stands in the place of attention. Maps make of each token queries, keys and values, a gate z,
// and for each head two numbers, a and b. A short convolution first mixes queries, keys and values with the few tokens before;
// then each head's state is corrected and read (unrolledState.ts, deltaRule.ts), with queries and keys of length 1 and
//   α_t = exp(-e^A softplus(a_t + a₀)),  β_t = σ(b_t)
// so that a head forgets all of its state by α, and what stands at one key by β. What each head reads goes through a norm,
// the gate and a last map. Yang et al. 2024, §3.4, https://arxiv.org/abs/2412.06464. The file knows names of tensors, no model.
import type { Config } from '../../checkpoint/config.ts';
import type { ShortConvolution, StateSpace } from '../../contract/layerShapes.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import { ACTIVATIONS, type ActivationName } from './activations.ts';
import { mergeHeads, splitHeads } from './attention.ts';
import type { Block } from './block.ts';
import { noteMixer } from './readout.ts';
import { shortConvolution } from './shortConvolution.ts';
import { unrolledState } from './unrolledState.ts';

export interface DeltaSizes {
  /** Of values; groups of them share a query and a key. */
  readonly heads: number;
  readonly groups: number;
  readonly dState: number;
  readonly dValue: number;
  readonly kernel: number;
}

/** What the maps make of each token. */
export interface DeltaInputs {
  /** [n, groups · d_state] twice and [n, heads · d_value], side by side. */
  readonly read: Value;
  readonly gate: Value; // [n, heads · d_value]
  /** a and b: [n, heads] */
  readonly fading: Value;
  readonly strength: Value;
}

export interface DeltaOptions {
  readonly sizes: DeltaSizes;
  readonly activation: ActivationName;
  readonly epsilon: number;
  /** The maps into the mixer: x [n, d] → */
  readonly inputs: (block: Block, x: Value) => DeltaInputs;
}

/** Keeps a query or key of zeros from being divided by zero; the same in all models. */
const LENGTH_EPSILON = 1e-6;

/** The defaults are those of all configuration classes. Fails with config-invalid for heads that cannot share keys evenly. */
export function deltaSizes(config: Config): DeltaSizes {
  const heads = config.size('linear_num_value_heads', 32);
  const groups = config.size('linear_num_key_heads', 16);
  config.multiple('linear_num_value_heads', heads, 'linear_num_key_heads', groups);
  return {
    ...{ heads, groups },
    dState: config.size('linear_key_head_dim', 128),
    dValue: config.size('linear_value_head_dim', 128),
    kernel: config.size('linear_conv_kernel_dim', 4),
  };
}

/** What such a layer keeps. */
export function deltaShape(
  { kernel, ...sizes }: DeltaSizes,
  dModel: number,
): { readonly state: StateSpace; readonly convolution: ShortConvolution } {
  const { inner, read } = deltaWidths(sizes);
  const made = read + inner + 2 * sizes.heads;
  return {
    state: { ...sizes, mapWeights: dModel * (made + inner), corrects: true },
    convolution: { kernel, channels: read },
  };
}

/** `read`: of queries, keys and values together. */
export function deltaWidths({ heads, groups, dState, dValue }: Omit<DeltaSizes, 'kernel'>) {
  const keys = groups * dState;
  const inner = heads * dValue;
  return { keys, inner, read: 2 * keys + inner };
}

/**
 * W_out (norm(y) ⊙ silu(z)), with a norm on each head: [n, d] → [n, d]. Output `state_gates`, what norm and gate multiply y
 * with on its way to W_out.
 */
export function gatedDeltaNet(block: Block, x: Value, name: string, options: DeltaOptions): Value {
  const { g, shape, layer } = block;
  const { sizes, activation, epsilon } = options;
  const { heads, groups, dState, dValue } = sizes;
  const { keys, inner } = deltaWidths(sizes);
  const w = block.w.in(`${name}.`);
  const state = shape.states?.[layer];
  if (!state) throw new Error('the layer has no state');
  const { read, gate, fading, strength } = options.inputs({ ...block, w }, x);
  const mixed = ACTIVATIONS[activation](g, shortConvolution({ ...block, w }, read, 'conv1d', false));
  const [forQueries, forKeys, forValues] = g.splitAt(mixed, g.integers([keys, keys, inner]), 3, -1);
  const ofLength = (rows: Value, length: number) => toLength(g, splitHeads(g, rows, groups, dState), dState, length);
  const softened = g.node('Softplus', [g.add(fading, w.tensor('dt_bias', [heads]))]);
  const rates = g.node('Neg', [g.node('Exp', [w.tensor('A_log', [heads])])]);
  const found = unrolledState(g, state, {
    queries: ofLength(forQueries, dState ** -0.5), // as scores of attention are divided
    keys: ofLength(forKeys, 1),
    values: splitHeads(g, forValues, heads, dValue),
    decays: g.multiply(softened, rates), // [n, heads]
    strengths: g.reshape(g.transpose(g.node('Sigmoid', [strength]), [1, 0]), [heads, -1, 1]),
  });
  const normed = w.rmsNorm(found, 'norm', { width: dValue, epsilon }); // [heads, n, d_value]
  const opened = ACTIVATIONS.silu(g, gate);
  const factor = w.rmsFactorOfParts(found, 'norm', { width: dValue, epsilon, parts: 1 });
  g.output('state_gates', g.multiply(mergeHeads(g, factor, inner), opened), ['n', inner]);
  const passed = g.multiply(mergeHeads(g, normed, inner), opened);
  const out = w.linear(passed, 'out_proj', { from: inner, to: shape.dModel, bias: false });
  noteMixer(g, { out });
  return out;
}

/** length · x / √(x · x + ε), which is an RMS norm of another scale. [.., width] → [.., width] */
function toLength(g: Graph, x: Value, width: number, length: number): Value {
  const gain = g.node('Expand', [g.scalar(length / Math.sqrt(width)), g.integers([width])]);
  return g.rmsNorm(x, gain, LENGTH_EPSILON / width);
}
