// The feed-forward half of a block: each token for itself, wider and back. Outputs mlp_hidden, what is
// multiplied with the last map. Knows the two forms, no names.

import type { Value } from '../../onnx/graph.ts';
import type { ActivationName } from './activations.ts';
import { ACTIVATIONS } from './activations.ts';
import type { Block } from './block.ts';

export interface MlpSizes {
  readonly inner: number;
  readonly activation: ActivationName;
  readonly bias: boolean;
}

/** down(act(up(x))). Vaswani et al. 2017, §3.3. [n, d] → [n, d] */
export function plainMlp(block: Block, x: Value, sizes: MlpSizes, names: { up: string; down: string }): Value {
  const { g, w, shape } = block;
  const { inner, activation, bias } = sizes;
  const hidden = w.linear(x, names.up, { from: shape.dModel, to: inner, bias }); // [n, inner]
  const active = ACTIVATIONS[activation](g, hidden);
  g.output('mlp_hidden', active, ['n', inner]);
  return w.linear(active, names.down, { from: inner, to: shape.dModel, bias });
}

/** down(act(gate(x)) · up(x)). Shazeer 2020, https://arxiv.org/abs/2002.05202. [n, d] → [n, d] */
export function gatedMlp({ g, w, shape }: Block, x: Value, { inner, activation, bias }: MlpSizes): Value {
  const gate = w.linear(x, 'mlp.gate_proj', { from: shape.dModel, to: inner, bias }); // [n, inner]
  const up = w.linear(x, 'mlp.up_proj', { from: shape.dModel, to: inner, bias }); // [n, inner]
  const hidden = g.multiply(ACTIVATIONS[activation](g, gate), up);
  g.output('mlp_hidden', hidden, ['n', inner]);
  return w.linear(hidden, 'mlp.down_proj', { from: inner, to: shape.dModel, bias });
}
