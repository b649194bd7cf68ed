// Mamba-2's mixer, which stands in the place of attention. One map makes everything of a token: a gate z, what is read and
// written (x, B, C), and a step δ for each head. A short convolution first mixes x, B and C with the few tokens before;
// then each head's state is written and read (unrolledState.ts), with
//   α_t = exp(-δ_t e^a),  k_t = B_t,  v_t = δ_t x_t,  q_t = C_t,  y_t = q_tᵀ S_t + D x_t
// so that a large step lets the past fade and writes much, and a small one passes over the token. What all heads read goes
// through the gate, a norm and a last map. Dao and Gu 2024, §7, https://arxiv.org/abs/2405.21060. The file knows names of
// tensors, no model.
import type { Config } from '../../checkpoint/config.ts';
import { isRecord } from '../../contract/isRecord.ts';
import type { ShortConvolution, StateSpace } from '../../contract/layerShapes.ts';
import type { Value } from '../../onnx/graph.ts';
import { ACTIVATIONS, type ActivationName } from './activations.ts';
import { mergeHeads, splitHeads } from './attention.ts';
import type { Block } from './block.ts';
import { shortConvolution } from './shortConvolution.ts';
import { unrolledState } from './unrolledState.ts';

export interface MambaSizes {
  readonly dModel: number;
  readonly heads: number;
  readonly groups: number;
  readonly dState: number;
  /** The width of a head. */
  readonly dHead: number;
  readonly kernel: number;
}

export interface MambaOptions {
  readonly sizes: MambaSizes;
  readonly activation: ActivationName;
  readonly mapBias: boolean;
  readonly convolutionBias: boolean;
  /** Steps are kept within these. */
  readonly steps: { readonly least: number; readonly most: number };
  readonly epsilon: number;
}

/** time_step_limit, [least, most]; version 5 writes Infinity as { "__float__": "Infinity" }. From 0 on where it is absent. */
export function stepLimits(config: Config): MambaOptions['steps'] {
  return config.parsed('time_step_limit', 'two numbers from 0 on', (value) => {
    if (value === undefined || value === null) return { least: 0, most: Number.POSITIVE_INFINITY };
    if (!Array.isArray(value) || value.length !== 2) return undefined;
    const [least, most] = value.map((one) => (isRecord(one) ? Number(one.__float__) : one));
    const isRight = typeof least === 'number' && typeof most === 'number' && least >= 0 && most >= least;
    return isRight ? { least, most } : undefined;
  });
}

/** What such a layer keeps. */
export function mambaShape(sizes: MambaSizes): {
  readonly state: StateSpace;
  readonly convolution: ShortConvolution;
} {
  const { dModel, heads, groups, dState, dHead, kernel } = sizes;
  const { inner, read, made } = widthsOf(sizes);
  return {
    state: { heads, groups, dState, dValue: dHead, mapWeights: dModel * (made + inner) },
    convolution: { kernel, channels: read },
  };
}

/** `read`: of x, B and C together; `made`: of all that the first map makes. */
function widthsOf({ heads, groups, dState, dHead }: MambaSizes) {
  const inner = heads * dHead;
  const read = inner + 2 * groups * dState;
  return { inner, read, made: inner + read + heads };
}

/** W_out norm(y ⊙ silu(z)): [n, d] → [n, d] */
export function mambaMixer(block: Block, x: Value, name: string, options: MambaOptions): Value {
  const { g, shape, layer } = block;
  const { sizes, activation, steps, epsilon } = options;
  const { heads, groups, dState, dHead } = sizes;
  const { inner, read, made } = widthsOf(sizes);
  const w = block.w.in(`${name}.`);
  const state = shape.states?.[layer];
  if (!state) throw new Error('the layer has no state');
  const all = w.linear(x, 'in_proj', { from: shape.dModel, to: made, bias: options.mapBias });
  const [gate, before, rawSteps] = g.splitAt(all, g.integers([inner, read, heads]), 3, -1);
  const mixed = ACTIVATIONS[activation](
    g,
    shortConvolution({ ...block, w }, before, 'conv1d', options.convolutionBias),
  );
  const [values, keys, queries] = g.splitAt(mixed, g.integers([inner, groups * dState, groups * dState]), 3, -1);
  const softened = g.node('Softplus', [g.add(rawSteps, w.tensor('dt_bias', [heads]))]);
  const step = clipped(block, softened, steps); // [n, heads]
  const rates = g.node('Exp', [w.tensor('A_log', [heads])]);
  const ofHeads = splitHeads(g, values, heads, dHead); // [heads, n, d_head]
  const stepOfHeads = g.reshape(g.transpose(step, [1, 0]), [heads, -1, 1]);
  const found = unrolledState(g, state, {
    queries: splitHeads(g, queries, groups, dState),
    keys: splitHeads(g, keys, groups, dState),
    values: g.multiply(ofHeads, stepOfHeads),
    decays: g.multiply(g.multiply(step, rates), g.scalar(-1)),
  });
  const skip = g.reshape(w.tensor('D', [heads]), [heads, 1, 1]);
  const y = g.add(found, g.multiply(ofHeads, skip)); // [heads, n, d_head]
  const passed = g.multiply(mergeHeads(g, y, inner), ACTIVATIONS.silu(g, gate));
  const normed = w.rmsNorm(passed, 'norm', { width: inner, epsilon });
  return w.linear(normed, 'out_proj', { from: inner, to: shape.dModel, bias: options.mapBias });
}

function clipped({ g }: Block, x: Value, { least, most }: MambaOptions['steps']): Value {
  return least === 0 && most === Number.POSITIVE_INFINITY ? x : g.clip(x, least, most);
}
