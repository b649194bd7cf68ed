// Direct logit attribution: what each part of the model adds to the logit of one token. Parts only add to the residual
// stream, so the stream before the last norm is their sum:
//   x = embedding + position + Σ heads + Σ output biases + Σ MLPs
// and the logit of token t is a linear function of x once the last norm is held at the scale that it has here:
//   logit = W_U[t] · (γ ⊙ (x - mean x) / σ + β) + b = u · x + constants
// A part c therefore votes u · c, and all votes sum to the logit. u is found backwards, from the table's row through the
// norm. Where norms stand behind attention and the MLP, or on the stream itself, they are held at their scales, too.
// Elhage et al. 2021, https://transformer-circuits.pub/2021/framework/index.html; Wang et al. 2022,
// https://arxiv.org/abs/2211.00593. As in TransformerLens, but nothing is folded into the weights, so that a layer norm's
// mean is taken out of each part here.
//
// A vote says what a part wrote in the direction of the token, not what would happen without the part: later parts read
// what it wrote. That is measured by running the model without it.

import { backThroughLinear, backThroughNorm, loadNorm, storedRows, streamScaleOf } from '../transformer/backwards.ts';
import { headsOf } from '../transformer/layerHeads.ts';
import type { Norm } from '../transformer/layers/provenance.ts';
import { partChanges } from '../transformer/partChanges.ts';
import type { Sequence } from '../transformer/sequence.ts';
import type { Transformer } from '../transformer/transformer.ts';
import { dot, plus } from '../transformer/vectors.ts';
import { yieldToEventLoop } from '../transformer/yieldToEventLoop.ts';

export interface VoteQuestion {
  /** The logit is that of what comes after this position. */
  readonly position: number;
  readonly target: number;
  /** With it, the votes are for the target and against this token: they sum to the difference of two logits. */
  readonly other?: number;
}

export interface LayerVotes {
  /** What each head found, through its part of the output projection. [heads] */
  readonly heads: Float64Array;
  /**
   * The same, by the token that it was read from; sums over keys to `heads`, but for what interventions add to a head.
   * [heads][position + 1]
   */
  readonly headsByKey: readonly Float64Array[];
  /**
   * The output projection's bias, of norms behind attention theirs, and what interventions add to attention. In a layer
   * without heads all of what mixes tokens there.
   */
  readonly attentionBias: number;
  /** The MLP, its biases included, and what else is added behind it. */
  readonly mlp: number;
}

export interface Votes {
  readonly tokenEmbedding: number;
  /** 0 where no positions are added. */
  readonly positionEmbedding: number;
  readonly layers: readonly LayerVotes[];
  /** The biases of norms on the stream: of the last one, and of those in the blocks where there are any. */
  readonly normBias: number;
  readonly unembeddingBias: number;
  /** The logit before any cap, or the difference of two, as the model computes it. */
  readonly logit: number;
  /** Of all votes. It differs from the logit by rounding, and by what quantised weights cost. */
  readonly sum: number;
}

/**
 * The votes for a token at a position of a text that was read; what interventions do to the stream itself has none. Runs
 * every block again for that position, and reads the output projections from the checkpoint. Fails with file-unreadable,
 * safetensors-truncated, cancelled and like recomputeBlock().
 */
export async function votes(
  model: Transformer,
  sequence: Sequence,
  question: VoteQuestion,
  signal?: AbortSignal,
): Promise<Votes> {
  const { position } = question;
  const { layers } = model.shape;
  const streamAt = (layer: number) => sequence.residual(layer, position, position + 1); // [d]
  const { direction, logit, unembeddingBias, normBias } = await readOut(model, streamAt(layers), question);
  const ofLayers: LayerVotes[] = new Array(layers);
  let u = direction;
  let normBiases = normBias;
  for (let layer = layers - 1; layer >= 0; layer--) {
    const back = await backThroughBlock(model, sequence, { layer, position }, u);
    ofLayers[layer] = back.votes;
    normBiases += back.normBias;
    u = back.direction;
    await yieldToEventLoop(signal); // a layer of a large model takes a tenth of a second
  }
  const embedded = await model.embed([sequence.ids[position]], position);
  const votesWithoutSum = {
    tokenEmbedding: dot(embedded.token_embedding, u),
    positionEmbedding: embedded.position_embedding ? dot(embedded.position_embedding, u) : 0,
    layers: ofLayers,
    normBias: normBiases,
    unembeddingBias,
    logit,
  };
  return { ...votesWithoutSum, sum: sumOf(votesWithoutSum) };
}

interface ReadOut {
  /** u, for the stream behind the last block. [d] */
  readonly direction: Float64Array;
  readonly logit: number;
  readonly unembeddingBias: number;
  readonly normBias: number;
}

/** The way out, backwards: from the rows of the table to a direction of the stream. */
async function readOut(model: Transformer, stream: Float32Array, { target, other }: VoteQuestion): Promise<ReadOut> {
  const { norm, projection, table, bias, scale } = model.readout.end;
  const logits = await model.lens(stream.slice()); // [vocabulary]
  const ids = other === undefined ? [target] : [target, other];
  const row = difference(await storedRows(table.tensor, ids)).map((value) => value * scale); // [width]
  const narrow = projection ? await backThroughLinear(row, projection) : { vector: row, constant: 0 };
  const wide = norm ? await backThroughNorm(narrow.vector, norm, stream) : { ...narrow, constant: 0 };
  return {
    direction: wide.vector,
    logit: difference(ids.map((id) => [logits[id]]))[0],
    unembeddingBias: bias ? difference(await storedRows(bias, ids))[0] * scale : 0,
    normBias: wide.constant + narrow.constant,
  };
}

interface Place {
  readonly layer: number;
  readonly position: number;
}

interface BackThroughBlock {
  readonly votes: LayerVotes;
  readonly normBias: number;
  /** For the stream before the block. [d] */
  readonly direction: Float64Array;
}

/**
 * A block, backwards. It only adds to the stream, so that the direction stays, but for norms on the stream itself and a
 * factor on all of it.
 */
async function backThroughBlock(
  model: Transformer,
  sequence: Sequence,
  { layer, position }: Place,
  behind: Float64Array,
): Promise<BackThroughBlock> {
  const { postNorms, streamNorms, normsBefore } = model.readout.blocks[layer];
  const outputs = ['attention', 'head_gates', 'attention_out', 'mlp_out', 'mlp_added'] as const;
  const ran = await model.recomputeBlock(sequence, layer, position, position + 1, outputs);
  const stream = sequence.residual(layer, position, position + 1);
  const toAttention = normsBefore ? (await loadNorm(normsBefore.attention)).whole(stream) : stream;
  const withAttention = plus(toAttention, ran.attention_out);
  const streamScale = await streamScaleOf(model.readout.blocks[layer]);
  let u: Float64Array = behind.map((value) => value * streamScale);
  let normBias = 0;
  const throughNorm = async (norm: Norm | undefined, x: ArrayLike<number>) => {
    if (!norm) return;
    const back = await backThroughNorm(u, norm, x);
    u = back.vector;
    normBias += back.constant;
  };
  if (streamNorms) {
    const afterAttention = (await loadNorm(streamNorms.attention)).whole(withAttention);
    await throughNorm(streamNorms.mlp, plus(afterAttention, ran.mlp_out));
  }
  const mlp = dot(u, ran.mlp_added);
  await throughNorm(streamNorms?.attention ?? normsBefore?.mlp, withAttention);
  const ofAttention = postNorms
    ? await backThroughNorm(u, postNorms.attention, ran.attention_out)
    : { vector: u, constant: 0 };
  const isOfHeads = headsOf(model.shape, layer).heads > 0;
  const heads = isOfHeads
    ? await headVotes(model, sequence, { layer, position }, ofAttention.vector, ran)
    : { heads: new Float64Array(0), headsByKey: [], attentionBias: dot(ofAttention.vector, ran.attention_out) };
  const attentionBias = heads.attentionBias + ofAttention.constant;
  await throughNorm(normsBefore?.attention, stream);
  return { votes: { ...heads, attentionBias, mlp }, normBias, direction: u };
}

/**
 * Σ_j α_j v_j W_O, term by term: the vote of head h for key j is α_hj · (v_j · w_h), with w_h its part of W_O u, through the
 * gate where one stands behind the head. attention [heads, 1, position + 1], head_gates [heads, 1, d_value] or empty
 */
async function headVotes(
  model: Transformer,
  sequence: Sequence,
  { layer, position }: Place,
  u: Float64Array,
  { attention, head_gates: gates }: Readonly<Record<'attention' | 'head_gates', Float32Array>>,
): Promise<Omit<LayerVotes, 'mlp'>> {
  const { heads, keyValueHeads, dValue } = headsOf(model.shape, layer);
  const { vector: w, constant: bias } = await backThroughLinear(u, model.readout.blocks[layer].output); // [heads · d_value]
  const throughGates = gates.length ? w.map((value, i) => value * gates[i]) : w;
  const { values, slots } = sequence.caches[layer]; // [key-value heads, slots, d_value]
  const changes = partChanges(sequence.interventions, layer, { first: position, n: 1 }, model.shape);
  const ofAttention = changes?.attention.gains[0] ?? 1;
  const headsByKey = Array.from({ length: heads }, (_, head) => {
    const shared = Math.floor((head * keyValueHeads) / heads);
    const gain = (changes?.heads[head].gains[0] ?? 1) * ofAttention;
    const ofHead = throughGates.subarray(head * dValue, (head + 1) * dValue);
    return Float64Array.from({ length: position + 1 }, (_, key) => {
      const start = (shared * slots + key) * dValue;
      const weight = attention[head * (position + 1) + key];
      return weight === 0 ? 0 : gain * weight * dot(values.subarray(start, start + dValue), ofHead);
    });
  });
  return {
    heads: Float64Array.from(headsByKey, (keys, head) => {
      const added = changes ? dot(changes.heads[head].offsets, w.subarray(head * dValue, (head + 1) * dValue)) : 0;
      return total(keys) + added * ofAttention;
    }),
    headsByKey,
    attentionBias: bias * ofAttention + (changes ? dot(changes.attention.offsets, u) : 0),
  };
}

function sumOf({ tokenEmbedding, positionEmbedding, layers, normBias, unembeddingBias }: Omit<Votes, 'sum'>): number {
  const inLayers = layers.map(({ heads, attentionBias, mlp }) => total(heads) + attentionBias + mlp);
  return tokenEmbedding + positionEmbedding + total(inLayers) + normBias + unembeddingBias;
}

function total(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

/** The first, minus the second where there is one. */
function difference([a, b]: readonly ArrayLike<number>[]): Float64Array {
  return Float64Array.from(a, (value, i) => value - (b ? b[i] : 0));
}
