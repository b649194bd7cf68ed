// Where the tensors of routers and experts are in a checkpoint: one for each expert and map, as most files have them, or
// the experts' stacked on one another, as transformers 5 keeps them in memory and some files have them too. The file
// knows names and layouts, no architecture.
import type { Config } from '../../checkpoint/config.ts';
import type { ExpertShape } from '../../contract/experts.ts';
import type { Value } from '../../onnx/graph.ts';
import { ACTIVATIONS, type ActivationName } from './activations.ts';
import type { Block } from './block.ts';
import type { ExpertParts } from './experts.ts';
import { linear, type WeightMatrix } from './linear.ts';

export interface ExpertNames {
  /** The router's map; of several names the one that is there. */
  readonly router: readonly string[];
  /** Each expert's own maps, as [within, gate, up, down]: 'mlp.experts.' and 'gate_proj' for mlp.experts.0.gate_proj. */
  readonly single?: readonly (readonly [within: string, gate: string, up: string, down: string])[];
  /** All experts' maps: gate and up below one another [experts, 2 inner, d], and down [experts, d, inner]. */
  readonly stacks: readonly (readonly [gateAndUp: string, down: string])[];
}

/** x W_rᵀ, a score for each expert. Rounded weights would choose other experts, so that it is never quantised. */
export function routerScores({ g, w, shape }: Block, x: Value, names: readonly string[], bias = false): Value {
  const experts = shape.experts?.experts ?? 0;
  const name = names.find((candidate) => w.has(`${candidate}.weight`)) ?? names[0];
  const weight = w.tensor(`${name}.weight`, [experts, shape.dModel]);
  return g.gemm(x, weight, { transposed: true, bias: bias ? w.tensor(`${name}.bias`, [experts]) : undefined });
}

/** Experts that are gated MLPs: W_down (act(W_gate x) ⊙ W_up x), as gatedMlp(). */
export function gatedExperts(block: Block, names: ExpertNames, activation: ActivationName): ExpertParts['expert'] {
  const { g } = block;
  const matrices = matricesOf(block, names);
  return (x, index) => {
    const [gate, up, down] = matrices(index);
    const hidden = g.multiply(ACTIVATIONS[activation](g, linear(g, x, gate)), linear(g, x, up));
    return { hidden, out: linear(g, hidden, down) };
  };
}

type Matrices = (index: number) => readonly [gate: WeightMatrix, up: WeightMatrix, down: WeightMatrix];

function matricesOf({ w, shape }: Block, { single = [], stacks }: ExpertNames): Matrices {
  const { experts = 0, inner = 0 } = shape.experts ?? {};
  const { dModel } = shape;
  const stack = stacks.find(([gateAndUp]) => w.has(gateAndUp));
  const own = single.find(([within, gate]) => w.has(`${within}0.${gate}.weight`)) ?? single[0];
  if (own && !stack) {
    const [within, gate, up, down] = own;
    return (index) => [
      w.matrix(`${within}${index}.${gate}.weight`, [inner, dModel]),
      w.matrix(`${within}${index}.${up}.weight`, [inner, dModel]),
      w.matrix(`${within}${index}.${down}.weight`, [dModel, inner]),
    ];
  }
  const [gateAndUp, down] = stack ?? stacks[0];
  return (index) => [
    w.stacked(gateAndUp, [experts, 2 * inner, dModel], { index, rows: { start: 0, end: inner } }),
    w.stacked(gateAndUp, [experts, 2 * inner, dModel], { index, rows: { start: inner, end: 2 * inner } }),
    w.stacked(down, [experts, dModel, inner], { index }),
  ];
}

/** The number of experts of each layer, and how many are chosen. Fails with config-invalid where these are more. */
export function expertCounts(
  config: Config,
  key: string,
  alias: string,
  defaults: Pick<ExpertShape, 'experts' | 'chosen'>,
) {
  const named = config.withNames({ [alias]: key });
  const experts = named.size(key, defaults.experts);
  const chosen = named.size('num_experts_per_tok', defaults.chosen);
  return { experts, chosen: config.atMost('num_experts_per_tok', chosen, key, experts) };
}
