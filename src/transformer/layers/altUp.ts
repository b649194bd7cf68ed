// AltUp: several streams of width d side by side, h_1 … h_K, of which a block works on one, the active stream a, and mixes
// the others along for next to nothing. What a token carries is K times as wide, and a block costs as much as before.
//   p_i = h_i + Σ_j r_ij h_j, with r from h_a             predicts what all streams will be behind the block
//   x = block(p_a)                                        computes what one of them is
//   h_i' = p_i + c_i (x - p_a), with c - 1 from x         corrects all by what the prediction has missed
// Baykal et al. 2023, "Alternating Updates for Efficient Transformers", https://arxiv.org/abs/2301.13310. r and c are made of
// a token's own vectors, so that no stream brings anything from another token. The file knows names of tensors, no model.
import type { Graph, Value } from '../../onnx/graph.ts';
import type { ModelShape } from '../architecture.ts';
import type { FamilyNorm } from '../llamaFamily.ts';
import type { Block } from './block.ts';
import type { Weights } from './weights.ts';

type Streams = NonNullable<ModelShape['streams']>;

/** What a block with several streams can be asked for besides; altUpBlock.ts has the shapes. */
export const ALT_UP_OUTPUTS = {
  prediction: true,
  streams_added: true,
  predict_weights: true,
  correct_weights: true,
  laurel_out: true,
  mlp_normed: true,
  told_added: true,
} as const;
export type AltUpOutput = keyof typeof ALT_UP_OUTPUTS;

/** The active stream [n, d] and the others side by side [n, (K - 1) · d], as they are kept, in their order: [n, K, d] */
export function inOrder(g: Graph, { active, others }: Apart, { dModel: d, streams }: StreamShape): Value {
  const [before, behind] = around(streams);
  const own = g.reshape(active, [-1, 1, d]);
  const rest = g.reshape(others, [-1, before + behind, d]);
  if (before === 0) return g.concat([own, rest], 1);
  if (behind === 0) return g.concat([rest, own], 1);
  const [first, last] = g.splitAt(rest, g.integers([before, behind]), 2, 1);
  return g.concat([first, own, last], 1);
}

/** The other way round. */
export function apart(g: Graph, all: Value, { dModel: d, streams }: StreamShape): Apart {
  const [before, behind] = around(streams);
  const widths = [before, 1, behind].filter((width) => width > 0);
  const parts = g.splitAt(all, g.integers(widths), widths.length, 1);
  const place = before > 0 ? 1 : 0;
  const rest = parts.toSpliced(place, 1);
  const others = rest.length > 1 ? g.concat(rest, 1) : rest[0];
  return { active: g.reshape(parts[place], [-1, d]), others: g.reshape(others, [-1, (before + behind) * d]) };
}

export interface Apart {
  readonly active: Value;
  readonly others: Value;
}

export interface StreamShape {
  readonly dModel: number;
  readonly streams: Streams;
}

/** How many streams stand before the active one and behind it. */
function around({ count, active }: Streams): readonly [number, number] {
  return [active, count - 1 - active];
}

/** p, and r [n, K, K] */
export function predicted(block: Block, all: Value, active: Value, norm: FamilyNorm, { streams }: StreamShape) {
  const { g, w } = block;
  const { count } = streams;
  const modes = routed(block, active, norm, count);
  const made = small(g, w, modes, 'altup.prediction_coefs', [count * count, count]);
  const weights = g.reshape(made, [-1, count, count]);
  return { predictions: g.add(g.matMul(weights, all), all), weights };
}

/** h', and c [n, K]. `found` is x, `prediction` is p_a; [n, d] each */
export function corrected(
  block: Block,
  {
    predictions,
    prediction,
    found,
  }: { readonly predictions: Value; readonly prediction: Value; readonly found: Value },
  norm: FamilyNorm,
  { dModel, streams: { count } }: StreamShape,
) {
  const { g, w } = block;
  const modes = routed(block, found, norm, count);
  const made = small(g, w, modes, 'altup.correction_coefs', [count, count]);
  const weights = g.add(made, g.scalar(1));
  const missed = g.reshape(g.subtract(found, prediction), [-1, 1, dModel]);
  const change = g.multiply(missed, g.reshape(weights, [-1, count, 1])); // [n, K, d]
  return { all: g.add(change, predictions), weights };
}

/** tanh(W norm(x) / d): a number for each stream. [n, d] → [n, K] */
function routed({ g, w, shape }: Block, x: Value, norm: FamilyNorm, count: number): Value {
  const read = g.multiply(norm(x, 'altup.router_norm'), g.scalar(1 / shape.dModel));
  return g.node('Tanh', [small(g, w, read, 'altup.modality_router', [count, shape.dModel])]);
}

/** x Wᵀ with a matrix of a few rows, which is kept as float32 whatever the others are: nothing would be saved by rounding. */
function small(g: Graph, w: Weights, x: Value, name: string, shape: readonly [out: number, inputs: number]): Value {
  return g.gemm(x, w.tensor(`${name}.weight`, shape), { transposed: true });
}
