// How values of a graph came about: by a linear map, a norm or a factor, and of which tensors. A graph only runs forwards. Who
// asks afterwards what a part of the residual stream did to a logit goes the same way backwards, and needs the maps
// again. The file knows graphs and tensors, no architecture.

import type { TensorEntry } from '../../checkpoint/safetensors.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { WeightMatrix } from './linear.ts';

/** x W + b */
export interface LinearMap {
  readonly kind: 'linear';
  readonly of: Value;
  readonly matrix: WeightMatrix;
  readonly bias: TensorEntry | undefined;
}

/** γ ⊙ (x - mean) / √(variance + ε) + β, or γ ⊙ x / √(mean of x² + ε) */
export interface Norm {
  readonly kind: 'norm';
  readonly of: Value;
  /** Whether the mean is taken away: a layer norm. */
  readonly centred: boolean;
  /** undefined where nothing was learned: it is 1. */
  readonly gain: TensorEntry | undefined;
  /** Added to what is stored for the gain: 1 in Gemma. */
  readonly gainOffset: 0 | 1;
  readonly bias: TensorEntry | undefined;
  readonly epsilon: number;
}

/** factor · x */
export interface Scaling {
  readonly kind: 'scaling';
  readonly of: Value;
  readonly factor: number;
}

interface Stored {
  readonly kind: 'stored';
  readonly tensor: TensorEntry;
}

type Made = LinearMap | Norm | Scaling | Stored;

const made = new WeakMap<Graph, Map<Value, Made>>();

/** Remembers how the value was made, and returns it. */
export function madeBy(g: Graph, value: Value, how: Made): Value {
  const values = made.get(g) ?? new Map<Value, Made>();
  made.set(g, values.set(value, how));
  return value;
}

/** undefined where no linear map made the value. */
export function linearMapOf(g: Graph, value: Value): LinearMap | undefined {
  const how = made.get(g)?.get(value);
  return how?.kind === 'linear' ? how : undefined;
}

/** undefined where no norm made the value. */
export function normOf(g: Graph, value: Value): Norm | undefined {
  const how = made.get(g)?.get(value);
  return how?.kind === 'norm' ? how : undefined;
}

/** undefined where neither a norm nor a factor made the value. */
export function normOrScalingOf(g: Graph, value: Value): Norm | Scaling | undefined {
  const how = made.get(g)?.get(value);
  return how?.kind === 'norm' || how?.kind === 'scaling' ? how : undefined;
}

/** undefined where the value is no tensor of the checkpoint as it is stored. */
export function tensorOf(g: Graph, value: Value): TensorEntry | undefined {
  const how = made.get(g)?.get(value);
  return how?.kind === 'stored' ? how.tensor : undefined;
}
