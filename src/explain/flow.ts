// Information-flow contributions: of what the stream is behind attention, or behind the MLP, how much came from each part
// that was added up there. A part x counts for a sum y by how much nearer to y it brings: near(x, y) = |y| - |y - x|, in
// the norm of absolute values, and never less than a small floor; its share is near(x, y) over that of all parts of y.
// Ferrando and Voita 2024, https://arxiv.org/abs/2403.00824; the floor and the parts of attention, every head's from
// every token, as in facebookresearch/llm-transparency-tool, routes/contributions.py.
//
// Parts of the stream behind attention are the stream before it and α_ij v_j W_O of each head and token j; the output bias
// belongs to the sum alone. A state's and a convolution's are told by the token that was read, too; see flowMixers.ts. Those of the stream behind the MLP are what the MLP adds, bias included, and the stream before
// it. Norms behind attention or on the stream are held at the scale that they have here, as for votes; then their bias
// belongs to the sum alone, too. In parallel blocks the MLP's is the second of the two sums all the same.
//
// A share says how much a part has of a sum, not what it is good for, and what cancels out has next to none. The file
// knows one layer and some of its tokens.

import { gated } from '../transformer/gatedValues.ts';
import type { KvCache } from '../transformer/kvCache.ts';
import { headsOf } from '../transformer/layerHeads.ts';
import { yieldToEventLoop } from '../transformer/yieldToEventLoop.ts';
import { type MixerNearness, mixerNearness, mixerWeights } from './flowMixers.ts';
import { addNearness, FLOOR, type Moved, nearnessOf, nothingYet } from './flowNearness.ts';
import { type Flowing, type FlowPlace, outputWeights, sumsAt, type TokenSums } from './flowSums.ts';

/**
 * v_j W_O is made of some tokens at a time, 1 MB of it, which stays in the processor's cache: 28 tokens of GPT-2 small. With
 * 8 MB a question takes longer, most of it in memory that is asked for and given back.
 */
const MOVED_AT_A_TIME = 1 << 18;
/** Of a large model there is more, so that W_O, which is read for each time, is used for as many tokens at least. */
const FEWEST_TOKENS = 16;

/**
 * The shares of one token in one layer. Those of the heads, of a state and of a convolution sum to 1 with `pastAttention`, and
 * with what the floor gives to tokens that cannot be seen; so do `mlp` and `pastMlp`.
 */
export interface TokenFlow {
  readonly position: number;
  /** See TokenSums. */
  readonly keys: number;
  /** Of what each head took from each token, in the stream behind attention. [heads, keys] */
  readonly heads: Float32Array<ArrayBuffer>;
  /** The same of a state's heads, in the place of attention or beside it; empty where there are none. [heads, keys] */
  readonly states: Float32Array<ArrayBuffer>;
  /** Of what a convolution took from the token at each distance; empty where there is none. [distances] */
  readonly taps: Float32Array<ArrayBuffer>;
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
  const nearness = sums.map(({ keys, weights, attention }) => nothingYet(attention.sum, keys, weights));
  // Behind a gate, the same value is another vector for each token that asks.
  const alike = apart ? sums.map((_, i) => [i]) : [[...sums.keys()]];
  for (const group of alike) {
    const asking = group.map((i) => sums[i]);
    for await (const moved of movedValues({ model, sequence, projection }, place.layer, asking)) {
      for (const i of group) addNearness(nearness[i], moved);
      await yieldToEventLoop(signal);
    }
  }
  const shares: TokenFlow[] = [];
  const projected = await mixerWeights(model, place.layer);
  for (const [i, one] of sums.entries()) {
    const mixer = await mixerNearness({ model, sequence, projection }, place.layer, one, projected, signal);
    const unseen = FLOOR * heads * (sequence.length - one.keys);
    shares.push(sharesOf(one, { heads: nearness[i].near, ...mixer }, unseen));
  }
  return shares;
}

interface AllNearness extends MixerNearness {
  readonly heads: Float32Array<ArrayBuffer>;
}

/** `unseen` is what tokens that are not seen have together. */
function sharesOf(
  { position, keys, attention, mlp }: TokenSums,
  { heads, states, taps }: AllNearness,
  unseen: number,
): TokenFlow {
  const residual = nearnessOf(attention.residual, attention.sum);
  let all = residual + unseen;
  for (const near of [heads, states, taps]) for (const value of near) all += value;
  const added = nearnessOf(mlp.added, mlp.sum);
  const past = nearnessOf(mlp.residual, mlp.sum);
  return {
    position,
    keys,
    heads: heads.map((value) => value / all),
    states: states.map((value) => value / all),
    taps: taps.map((value) => value / all),
    pastAttention: residual / all,
    mlp: added / (added + past),
    pastMlp: past / (added + past),
  };
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
  const weights = await outputWeights(model, layer);
  const size = Math.max(FEWEST_TOKENS, Math.floor(MOVED_AT_A_TIME / (heads * dModel)));
  const last = Math.max(...sums.map(({ keys }) => keys)) - 1;
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

/** The first token that any of these pays attention to: not 0 where a window ends before it. */
function firstSeen(sums: readonly TokenSums[], heads: number): number {
  const firsts = sums.map(({ weights, position, keys }) => {
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
