// Information-flow contributions: of what the stream is behind attention, or behind the MLP, how much came from each part
// that was added up there. A part x counts for a sum y by how much nearer to y it brings: near(x, y) = |y| - |y - x|, in
// the norm of absolute values, and never less than a small floor; its share is near(x, y) over that of all parts of y.
// Ferrando and Voita 2024, https://arxiv.org/abs/2403.00824; the floor and the parts of attention, every head's from
// every token, as in facebookresearch/llm-transparency-tool, routes/contributions.py.
//
// Parts of the stream behind attention are the stream before it and α_ij v_j W_O of each head and token j; the output bias
// belongs to the sum alone. Those of the stream behind the MLP are what the MLP adds, bias included, and the stream before
// it. Norms behind attention or on the stream are held at the scale that they have here, as for votes; then their bias
// belongs to the sum alone, too. In parallel blocks the MLP's is the second of the two sums all the same.
//
// A share says how much a part has of a sum, not what it is good for, and what cancels out has next to none. The file
// knows one layer and some of its tokens.

import { loadNorm, weightsByInput } from '../transformer/backwards.ts';
import { gated } from '../transformer/gatedValues.ts';
import type { KvCache } from '../transformer/kvCache.ts';
import { headsOf } from '../transformer/layerHeads.ts';
import type { Sequence } from '../transformer/sequence.ts';
import type { Transformer } from '../transformer/transformer.ts';
import type { ValueProjection } from '../transformer/valueProjection.ts';
import { yieldToEventLoop } from '../transformer/yieldToEventLoop.ts';
import { type FlowPlace, normOfHeads, sumsAt, type TokenSums } from './flowSums.ts';

/** A part has at least this, of vectors whose lengths are some tens to thousands. */
const FLOOR = 1e-5;
/**
 * v_j W_O is made of some tokens at a time, 1 MB of it, which stays in the processor's cache: 28 tokens of GPT-2 small. With
 * 8 MB a question takes longer, most of it in memory that is asked for and given back.
 */
const MOVED_AT_A_TIME = 1 << 18;
/** Of a large model there is more, so that W_O, which is read for each time, is used for as many tokens at least. */
const FEWEST_TOKENS = 16;

/**
 * The shares of one token in one layer. Those of the heads and `pastAttention` sum to 1, with what the floor gives to tokens
 * that cannot be seen, and what a convolution or a state brings, which is followed to no token; so do `mlp` and `pastMlp`.
 */
export interface TokenFlow {
  readonly position: number;
  /** Of what each head took from each token, in the stream behind attention. [heads, position + 1] */
  readonly heads: Float32Array<ArrayBuffer>;
  /** Of the stream before attention in the same. */
  readonly pastAttention: number;
  /** Of what the MLP adds, in the stream behind it. */
  readonly mlp: number;
  readonly pastMlp: number;
}

/**
 * The shares of some tokens in one layer, whose block is run again for them. Takes memory for two numbers for each of
 * these tokens, each head and each earlier token. Fails with file-unreadable, safetensors-truncated, cancelled, and like
 * recomputeBlock().
 */
export async function layerFlow(
  { model, sequence, projection }: Flowing,
  place: FlowPlace,
  signal?: AbortSignal,
): Promise<readonly TokenFlow[]> {
  const { heads, gated: apart } = headsOf(model.shape, place.layer);
  const sums = await sumsAt(model, sequence, place);
  const nearness = sums.map(nothingYet);
  // Behind a gate, the same value is another vector for each token that asks.
  const alike = apart ? sums.map((_, i) => [i]) : [[...sums.keys()]];
  for (const group of alike) {
    const asking = group.map((i) => sums[i]);
    for await (const moved of movedValues({ model, sequence, projection }, place.layer, asking)) {
      for (const i of group) addNearness(nearness[i], moved);
      await yieldToEventLoop(signal);
    }
  }
  return sums.map((one, i) => {
    const unseen = FLOOR * heads * (sequence.length - one.position - 1);
    return sharesOf(one, nearness[i].near, heads > 0 ? unseen + nearnessOfState(one) : nearnessOfConvolution(one));
  });
}

/** A text that a model has read, and what makes v_j W_O. */
export interface Flowing {
  readonly model: Transformer;
  readonly sequence: Sequence;
  readonly projection: ValueProjection;
}

/** What a layer without heads adds counts as a whole: it is followed to no token. */
function nearnessOfConvolution({ attention: { sum, residual } }: TokenSums): number {
  return nearnessOf(
    Float64Array.from(sum, (value, i) => value - residual[i]),
    sum,
  );
}

/** So does what was read from a state beside the heads. */
function nearnessOfState({ attention: { sum, state } }: TokenSums): number {
  return state ? nearnessOf(state, sum) : 0;
}

/** near [heads, position + 1]; `hidden` is what tokens behind the position have together, or what cannot be seen. */
function sharesOf({ position, attention, mlp }: TokenSums, near: Float32Array<ArrayBuffer>, hidden: number): TokenFlow {
  const residual = nearnessOf(attention.residual, attention.sum);
  let all = residual + hidden;
  for (const value of near) all += value;
  const added = nearnessOf(mlp.added, mlp.sum);
  const past = nearnessOf(mlp.residual, mlp.sum);
  return {
    position,
    heads: near.map((value) => value / all),
    pastAttention: residual / all,
    mlp: added / (added + past),
    pastMlp: past / (added + past),
  };
}

/** near(x, y) = |y| - |y - x|. With y = (2 -1): 3 for y itself, 2 for (2 0), -2 for (-1 1), which gets the floor. */
function nearnessOf(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += Math.abs(y[i]) - Math.abs(y[i] - x[i]);
  return Math.max(sum, FLOOR);
}

/** v_j W_O of all heads for some tokens j, behind the norm that stands there, but for its scale. */
interface Moved {
  readonly first: number;
  readonly tokens: number;
  readonly vectors: Float32Array; // [heads, tokens, d]
}

/** One token's sum behind attention, and how near to it the parts of heads bring. */
interface Nearness {
  readonly position: number;
  readonly weights: Float32Array; // [heads, position + 1]
  readonly y: Float64Array; // [d]
  /** |y| */
  readonly length: number;
  readonly near: Float32Array<ArrayBuffer>; // [heads, position + 1]
}

function nothingYet({ position, weights, attention }: TokenSums): Nearness {
  const y = Float64Array.from(attention.sum);
  const length = y.reduce((sum, value) => sum + Math.abs(value), 0);
  return { position, weights, y, length, near: new Float32Array(weights.length).fill(FLOOR) };
}

/** near(α_ij v_j W_O, y) of the tokens j that were moved, written where they belong. */
function addNearness({ position, weights, y, length, near }: Nearness, { first, tokens, vectors }: Moved): void {
  const d = y.length;
  const heads = vectors.length / (tokens * d);
  for (let head = 0; head < heads; head++) {
    for (let token = 0; token < tokens && first + token <= position; token++) {
      const at = head * (position + 1) + first + token;
      if (weights[at] === 0) continue; // outside the window: the floor
      const rest = distance(y, vectors, (head * tokens + token) * d, weights[at]);
      near[at] = Math.max(length - rest, FLOOR);
    }
  }
}

/** |y - weight · x|, x being vectors[start …]. Two sums side by side, since each addition waits for the one before. */
function distance(y: Float64Array, vectors: Float32Array, start: number, weight: number): number {
  let [even, odd] = [0, 0];
  const whole = y.length & ~1;
  for (let i = 0; i < whole; i += 2) {
    even += Math.abs(y[i] - weight * vectors[start + i]);
    odd += Math.abs(y[i + 1] - weight * vectors[start + i + 1]);
  }
  return whole < y.length ? even + odd + Math.abs(y[whole] - weight * vectors[start + whole]) : even + odd;
}

/** Moves the values that some token pays attention to, some at a time; the memory is used again. All have the same gates. */
async function* movedValues(
  { model, sequence, projection }: Flowing,
  layer: number,
  sums: readonly TokenSums[],
): AsyncGenerator<Moved> {
  const { dModel } = model.shape;
  const sizes = headsOf(model.shape, layer);
  const { heads } = sizes;
  const weights = await headWeights(model, layer);
  const size = Math.max(FEWEST_TOKENS, Math.floor(MOVED_AT_A_TIME / (heads * dModel)));
  const last = Math.max(...sums.map(({ position }) => position));
  const into = new Float32Array(heads * dModel * Math.min(size, last + 1));
  for (let first = firstSeen(sums, heads); first <= last; first += size) {
    const tokens = Math.min(size, last + 1 - first);
    const values = valuesOf(sequence.caches[layer], first, tokens);
    const { gates } = sums[0];
    const vectors = gates
      ? await projection.project(gated(values, gates, sizes), weights, { ...sizes, keyValueHeads: heads }, into)
      : await projection.project(values, weights, sizes, into);
    yield { first, tokens, vectors };
  }
}

/** W_O with the norm behind it, held at a scale of 1. [heads · d_value, d] */
async function headWeights(model: Transformer, layer: number): Promise<Float32Array> {
  const weights = await weightsByInput(model.readout.blocks[layer].output);
  const norm = normOfHeads(model, layer);
  if (!norm) return weights;
  const { part } = await loadNorm(norm);
  const { dModel } = model.shape;
  for (let start = 0; start < weights.length; start += dModel)
    weights.set(part(weights.subarray(start, start + dModel), 1), start);
  return weights;
}

/** The first token that any of these pays attention to: not 0 where a window ends before it. */
function firstSeen(sums: readonly TokenSums[], heads: number): number {
  const firsts = sums.map(({ weights, position }) => {
    const keys = position + 1;
    const starts = Array.from({ length: heads }, (_, head) =>
      weights.subarray(head * keys, (head + 1) * keys).findIndex((weight) => weight !== 0),
    );
    return Math.min(...starts.map((start) => (start < 0 ? position : start)));
  });
  return Math.min(...firsts);
}

/** Some tokens' values of every head, side by side. [key-value heads, tokens, d_value] */
function valuesOf({ values, heads, slots, dValue }: KvCache, first: number, tokens: number): Float32Array {
  const found = new Float32Array(heads * tokens * dValue);
  for (let head = 0; head < heads; head++) {
    const start = (head * slots + first) * dValue;
    found.set(values.subarray(start, start + tokens * dValue), head * tokens * dValue);
  }
  return found;
}
