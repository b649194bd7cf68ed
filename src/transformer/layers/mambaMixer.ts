// Mamba-2's mixer, which stands in the place of attention. One map makes everything of a token: a gate z, what is read and
// written (x, B, C), and a step δ for each head. A short convolution first mixes x, B and C with the few tokens before;
// then each head's state is written and read (unrolledState.ts), with
//   α_t = exp(-δ_t e^a),  k_t = B_t,  v_t = δ_t x_t,  q_t = C_t,  y_t = q_tᵀ S_t + D x_t
// so that a large step lets the past fade and writes much, and a small one passes over the token. What all heads read goes
// through the gate, a norm where there is one, and a last map. Dao and Gu 2024, §7, https://arxiv.org/abs/2405.21060. The file knows names of
// tensors, no model.

import type { Config } from '../../checkpoint/config.ts';
import { isRecord } from '../../contract/isRecord.ts';
import type { ShortConvolution, StateSpace } from '../../contract/layerShapes.ts';
import type { Value } from '../../onnx/graph.ts';
import { DataType } from '../../onnx/messages.ts';
import { ACTIVATIONS, type ActivationName } from './activations.ts';
import { mergeHeads, splitHeads } from './attention.ts';
import type { Block } from './block.ts';
import { clip } from './bounds.ts';
import { noteMixer } from './readout.ts';
import { shortConvolution } from './shortConvolution.ts';
import { unrolledState } from './unrolledState.ts';
import type { Weights } from './weights.ts';

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
  /** As `mapBias` where it is not said. */
  readonly outputBias?: boolean;
  /** Behind the gate, over the whole row, where it is not said. */
  readonly norm?: GateNorm | 'none';
  readonly factors?: MambaFactors;
}

export interface GateNorm {
  readonly stands: 'behind the gate' | 'before the gate';
  /** Parts of the row that are normed each by itself. */
  readonly groups: number;
}

/** What x is multiplied with, and what the first map makes of it: z, x, B, C and δ. */
export interface MambaFactors {
  readonly input: number;
  readonly made: readonly number[]; // [5]
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

/**
 * W_out norm(y ⊙ silu(z)): [n, d] → [n, d]. Outputs `state_skip`, D x, which passes the state by, and `state_gates`, what gate
 * and norm multiply y with on its way to W_out.
 */
export function mambaMixer(block: Block, x: Value, name: string, options: MambaOptions): Value {
  const { g, shape, layer } = block;
  const { sizes, activation, steps } = options;
  const { heads, groups, dState, dHead } = sizes;
  const { inner, read } = widthsOf(sizes);
  const w = block.w.in(`${name}.`);
  const state = shape.states?.[layer];
  if (!state) throw new Error('the layer has no state');
  const all = firstMap(block, w, x, options);
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
    ...(block.inputs && { mask: block.stateMask, widths: block.inputs.widths }),
  });
  const skip = g.multiply(ofHeads, g.reshape(w.tensor('D', [heads]), [heads, 1, 1])); // [heads, n, d_head]
  g.output('state_skip', skip, [heads, 'n', dHead]);
  const y = g.add(found, skip); // [heads, n, d_head]
  const passed = throughGate(block, w, { y: mergeHeads(g, y, inner), gate }, options);
  const { mapBias, outputBias = mapBias } = options;
  const out = w.linear(passed, 'out_proj', { from: inner, to: shape.dModel, bias: outputBias });
  noteMixer(g, { out });
  return out;
}

/** [n, d] → [n, made] */
function firstMap({ g, shape }: Block, w: Weights, x: Value, { sizes, mapBias, factors }: MambaOptions): Value {
  const { inner, made } = widthsOf(sizes);
  const map = (of: Value) => w.linear(of, 'in_proj', { from: shape.dModel, to: made, bias: mapBias });
  if (!factors) return map(x);
  const written = sizes.groups * sizes.dState;
  const widths = [inner, inner, written, written, sizes.heads];
  const floatData = widths.flatMap((width, part) => Array.from({ length: width }, () => factors.made[part]));
  const ofEach = g.constant({ dims: [made], dataType: DataType.FLOAT, floatData });
  return g.multiply(map(g.multiply(x, g.scalar(factors.input))), ofEach);
}

/** y ⊙ silu(z), with a norm behind it, before it or nowhere: [n, inner] → [n, inner] */
function throughGate(
  { g }: Block,
  w: Weights,
  { y, gate }: { readonly y: Value; readonly gate: Value },
  { sizes, epsilon, norm = { stands: 'behind the gate', groups: 1 } }: MambaOptions,
): Value {
  const { inner } = widthsOf(sizes);
  const opened = ACTIVATIONS.silu(g, gate);
  if (norm === 'none') {
    g.output('state_gates', g.same(opened), ['n', inner]);
    return g.multiply(y, opened);
  }
  const options = { width: inner, epsilon, parts: norm.groups };
  const isBefore = norm.stands === 'before the gate';
  const read = isBefore ? y : g.multiply(y, opened);
  g.output('state_gates', g.multiply(w.rmsFactorOfParts(read, 'norm', options), opened), ['n', inner]);
  const normed = w.rmsNormOfParts(read, 'norm', options);
  return isBefore ? g.multiply(normed, opened) : normed;
}

function clipped({ g }: Block, x: Value, { least, most }: MambaOptions['steps']): Value {
  return least === 0 && most === Number.POSITIVE_INFINITY ? x : clip(g, x, least, most);
}
