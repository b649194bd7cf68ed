// Where the tensors of routers and experts are in a checkpoint: one for each expert and map, as most files have them, or
// the experts' stacked on one another, as transformers 5 keeps them in memory and some files have them too. The file
// knows names and layouts, no architecture.

import type { Graph, Value } from '../../onnx/graph.ts';
import { ACTIVATIONS, type ActivationName } from './activations.ts';
import type { Block } from './block.ts';
import { clip } from './bounds.ts';
import { type ExpertParts, type ExpertValues, expertsOf, mixtureOfExperts } from './experts.ts';
import { linear, type WeightMatrix } from './linear.ts';
import { mxfp4Linear, mxfp4Tables } from './mxfp4.ts';
import type { Routing } from './routing.ts';

export interface ExpertNames {
  /** The router's map; of several names the one that is there. */
  readonly router: readonly string[];
  /** Each expert's own maps, as [within, gate, up, down]: 'mlp.experts.' and 'gate_proj' for mlp.experts.0.gate_proj. */
  readonly single?: readonly (readonly [within: string, gate: string, up: string, down: string])[];
  /** All experts' maps: gate and up below one another [experts, 2 inner, d], and down [experts, d, inner]. */
  readonly stacks: readonly (readonly [gateAndUp: string, down: string])[];
}

/** The names that most models have. */
export const MLP_EXPERTS: ExpertNames = {
  router: ['mlp.gate'],
  single: [['mlp.experts.', 'gate_proj', 'up_proj', 'down_proj']],
  stacks: [['mlp.experts.gate_up_proj', 'mlp.experts.down_proj']],
};

export interface MixtureOptions {
  readonly names: ExpertNames;
  readonly activation: ActivationName;
  /** scores [n, experts] → */
  readonly route: (g: Graph, scores: Value, chosen: number) => Routing;
  /** See ExpertParts. */
  readonly shared?: (x: Value) => ExpertValues;
  readonly behind?: (summed: Value) => Value;
  /** The router, where it is not a linear map of what experts read: [n, d] → [n, experts] */
  readonly router?: (x: Value) => Value;
}

/** The usual mixture: a linear router, and experts that are gated MLPs without biases. [n, d] → [n, d] */
export function gatedMixture(block: Block, x: Value, options: MixtureOptions): Value {
  const { names, activation, route, shared, behind } = options;
  return mixtureOfExperts(block, x, {
    router: options.router ?? ((input) => routerScores(block, input, names.router)),
    route: (scores) => route(block.g, scores, expertsOf(block).chosen),
    expert: gatedExperts(block, names, activation),
    ...(shared && { shared }),
    ...(behind && { behind }),
  });
}

/**
 * The expert that all tokens get, which stands beside the others: σ(w_s · x) E_s(x), with a gate of its own.
 * [n, d] →
 */
export function sharedExpert(block: Block, x: Value, activation: ActivationName): ExpertValues {
  const { g, w, shape } = block;
  const inner = expertsOf(block).sharedInner;
  const map = (input: Value, name: string, from: number, to: number) =>
    w.linear(input, `mlp.shared_expert.${name}`, { from, to, bias: false });
  const gate = ACTIVATIONS[activation](g, map(x, 'gate_proj', shape.dModel, inner));
  const hidden = g.multiply(gate, map(x, 'up_proj', shape.dModel, inner)); // [n, inner]
  const share = g.gemm(x, w.tensor('mlp.shared_expert_gate.weight', [1, shape.dModel]), { transposed: true }); // [n, 1]
  const out = g.multiply(map(hidden, 'down_proj', inner, shape.dModel), g.node('Sigmoid', [share]));
  return { hidden, out };
}

/** x W_rᵀ, a score for each expert. Rounded weights would choose other experts, so that it is never quantised. */
export function routerScores(block: Block, x: Value, names: readonly string[], bias = false): Value {
  const { g, w, shape } = block;
  const { experts } = expertsOf(block);
  const name = names.find((candidate) => w.has(`${candidate}.weight`)) ?? names[0];
  const weight = w.tensor(`${name}.weight`, [experts, shape.dModel]);
  return g.gemm(x, weight, { transposed: true, bias: bias ? w.tensor(`${name}.bias`, [experts]) : undefined });
}

/**
 * Experts that are gated MLPs: W_down (act(W_gate x) ⊙ W_up x), as gatedMlp(). Where gate and up lie below one another they
 * are one product: small ones cost more than their weights.
 */
function gatedExperts(
  block: Block,
  { single = [], stacks }: ExpertNames,
  activation: ActivationName,
): ExpertParts['expert'] {
  const { g, w, shape } = block;
  const { experts, inner } = expertsOf(block);
  const { dModel } = shape;
  const gated = (gate: Value, up: Value, down: WeightMatrix) => {
    const hidden = g.multiply(ACTIVATIONS[activation](g, gate), up); // [t, inner]
    return { hidden, out: linear(g, hidden, down) };
  };
  const stack = stacks.find(([gateAndUp]) => w.has(gateAndUp));
  const own = single.find(([within, gate]) => w.has(`${within}0.${gate}.weight`)) ?? single[0];
  if (own && !stack) {
    const [within, gate, up, down] = own;
    const matrix = (index: number, name: string, size: readonly [number, number]) =>
      w.matrix(`${within}${index}.${name}.weight`, size);
    return (x, index) =>
      gated(
        linear(g, x, matrix(index, gate, [inner, dModel])),
        linear(g, x, matrix(index, up, [inner, dModel])),
        matrix(index, down, [dModel, inner]),
      );
  }
  const [gateAndUp, down] = stack ?? stacks[0];
  return (x, index) => {
    const both = linear(g, x, w.stacked(gateAndUp, [experts, 2 * inner, dModel], { index })); // [t, 2 inner]
    const [gate, up] = g.split(both, 2, -1);
    return gated(gate, up, w.stacked(down, [experts, dModel, inner], { index }));
  };
}

export interface ClampedGate {
  readonly alpha: number;
  readonly limit: number;
}

/**
 * gpt-oss's experts: gate and up are every other output of one map, both are clamped, and up gets 1 added, so that the gate
 * alone passes where up is 0. W_down ((up + 1) ⊙ gate σ(α gate)) + b, with biases everywhere. [experts, in, out], or in MXFP4; in GGUF files each map of
 * an expert is one of its own.
 */
export function interleavedExperts(block: Block, within: string, { alpha, limit }: ClampedGate): ExpertParts['expert'] {
  const { g, shape } = block;
  const w = block.w.in(within);
  const { experts, inner } = expertsOf(block);
  const widths = block.inputs?.widths;
  const isSeparate = w.has('0.down_proj.weight');
  const isJoined = !w.has('0.gate_proj.weight');
  const tables = widths && w.has('down_proj_blocks') ? mxfp4Tables(g, widths) : undefined;
  const map = (x: Value, name: string, index: number, [from, to]: readonly [number, number]) => {
    const bias = w.row(`${name}_bias`, [experts, to], index);
    if (tables) return mxfp4Linear(g, x, w.mxfp4(name, [experts, to, from], index), tables, bias);
    return linear(g, x, w.stacked(name, [experts, from, to], { index, transposed: false }), bias);
  };
  const own = (x: Value, name: string, index: number, [from, to]: readonly [number, number]) =>
    linear(g, x, w.matrix(`${index}.${name}.weight`, [to, from]), w.tensor(`${index}.${name}.bias`, [to]));
  const first = (x: Value, index: number) => {
    const widths = [shape.dModel, inner] as const;
    if (isSeparate && !isJoined) return [own(x, 'gate_proj', index, widths), own(x, 'up_proj', index, widths)];
    const both = (isSeparate ? own : map)(x, 'gate_up_proj', index, [shape.dModel, 2 * inner]);
    return g.split(g.reshape(both, [0, inner, 2]), 2, 2).map((half) => g.reshape(half, [0, inner]));
  };
  return (x, index) => {
    const [gates, ups] = first(x, index);
    const gate = g.node('Min', [gates, g.scalar(limit)]); // [t, inner]
    const up = clip(g, ups, -limit, limit);
    const passed = g.multiply(gate, g.node('Sigmoid', [g.multiply(gate, g.scalar(alpha))]));
    const hidden = g.multiply(g.add(up, g.scalar(1)), passed);
    return { hidden, out: (isSeparate ? own : map)(hidden, 'down_proj', index, [inner, shape.dModel]) };
  };
}
