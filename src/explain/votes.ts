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

import type { Streams } from '../contract/layerShapes.ts';
import { backThroughLinear, backThroughNorm, loadNorm, storedRows, streamScaleOf } from '../transformer/backwards.ts';
import { headsOf } from '../transformer/layerHeads.ts';
import type { Norm } from '../transformer/layers/provenance.ts';
import type { MixerReadout } from '../transformer/layers/readout.ts';
import type { Sequence } from '../transformer/sequence.ts';
import { streamsInOrder } from '../transformer/streamOrder.ts';
import type { Embedded, Transformer } from '../transformer/transformer.ts';
import { dot, plus } from '../transformer/vectors.ts';
import { yieldToEventLoop } from '../transformer/yieldToEventLoop.ts';
import { backThroughAltUp, intoStreams } from './altUpVotes.ts';
import { type HeadVotes, headVotes, type LayerVotes, NO_VOTES, type Place, total } from './layerVotes.ts';
import { MIXER_OUTPUTS, mixerVotes } from './mixerVotes.ts';

const OUTPUTS = [
  ...(['attention', 'head_gates', 'attention_out', 'mlp_out', 'mlp_added'] as const),
  ...MIXER_OUTPUTS,
] as const;

export interface VoteQuestion {
  /** The logit is that of what comes after this position. */
  readonly position: number;
  readonly target: number;
  /** With it, the votes are for the target and against this token: they sum to the difference of two logits. */
  readonly other?: number;
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
  const { direction, logit, unembeddingBias, normBias } = await readOut(model, sequence, question);
  const ofLayers: LayerVotes[] = new Array(layers);
  const { streams } = model.shape;
  let u: readonly Float64Array[] = streams ? await intoStreams(model, sequence, position, direction) : [direction];
  let normBiases = normBias;
  for (let layer = layers - 1; layer >= 0; layer--) {
    const place = { layer, position };
    const back = streams
      ? await backThroughAltUp(model, sequence, place, u)
      : await backThroughBlock(model, sequence, place, u[0]);
    ofLayers[layer] = back.votes;
    normBiases += back.normBias;
    u = back.directions;
    await yieldToEventLoop(signal); // a layer of a large model takes a tenth of a second
  }
  const embedded = await model.embed([sequence.ids[position]], position);
  const votesWithoutSum = {
    tokenEmbedding: total(beginningOf(embedded, streams).map((stream, i) => dot(stream, u[i]))),
    positionEmbedding: embedded.position_embedding ? dot(embedded.position_embedding, u[0]) : 0,
    layers: ofLayers,
    normBias: normBiases,
    unembeddingBias,
    logit,
  };
  return { ...votesWithoutSum, sum: sumOf(votesWithoutSum) };
}

/** What the token begins with, in each stream. */
function beginningOf(
  { token_embedding, other_streams }: Embedded,
  streams: Streams | undefined,
): readonly Float32Array[] {
  return streams ? streamsInOrder(joined(token_embedding, other_streams), streams) : [token_embedding];
}

function joined(a: Float32Array, b: Float32Array): Float32Array {
  const both = new Float32Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

interface ReadOut {
  /** u, for what the last norm reads: the stream behind the last block, or what several streams become. [d] */
  readonly direction: Float64Array;
  readonly logit: number;
  readonly unembeddingBias: number;
  readonly normBias: number;
}

/** The way out, backwards: from the rows of the table to a direction of the stream. */
async function readOut(
  model: Transformer,
  sequence: Sequence,
  { position, target, other }: VoteQuestion,
): Promise<ReadOut> {
  const { norm, projection, table, bias, scale, isTransformed } = model.readout.end;
  if (!table) throw { code: 'predicts-no-word' } as const;
  if (isTransformed) throw { code: 'head-not-linear' } as const; // no part has a share of what it makes by itself
  const { layers, streams } = model.shape;
  const last = sequence.residual(layers, position, position + 1).slice();
  const others = sequence.otherStreams[layers].rows(position, position + 1).slice();
  const logits = await model.lens(last, others); // [vocabulary]
  const stream = streams ? (await model.merged(last, others)).merged : last;
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

interface BackThroughBlock {
  readonly votes: LayerVotes;
  readonly normBias: number;
  /** For each stream before the block. [streams] of [d] */
  readonly directions: readonly Float64Array[];
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
  const { postNorms, streamNorms, normsBefore, mixer } = model.readout.blocks[layer];
  const ran = await model.recomputeBlock(sequence, layer, position, position + 1, OUTPUTS);
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
  const hasHeads = headsOf(model.shape, layer).heads > 0;
  const beside = hasHeads ? ofMixer(mixer, u) : undefined;
  const votesOf = hasHeads ? headVotes : mixerVotes;
  const found = await votesOf(model, sequence, { layer, position }, ofAttention.vector, ran);
  const votes = {
    mixing: { ...found, rest: found.rest + ofAttention.constant },
    beside: beside ? await mixerVotes(model, sequence, { layer, position }, beside, ran) : NO_VOTES,
    mlp,
  };
  await throughNorm(normsBefore?.attention, stream);
  return { votes, normBias, directions: [u] };
}

/** From what is added beside attention to what the mixer returns there; undefined where there is none. */
function ofMixer(mixer: MixerReadout | undefined, u: Float64Array): Float64Array | undefined {
  return mixer && u.map((value) => value * mixer.factor);
}

function sumOf({ tokenEmbedding, positionEmbedding, layers, normBias, unembeddingBias }: Omit<Votes, 'sum'>): number {
  const of = ({ heads, rest }: HeadVotes) => total(heads) + rest;
  const inLayers = layers.map(({ mixing, beside, mlp }) => of(mixing) + of(beside) + mlp);
  return tokenEmbedding + positionEmbedding + total(inLayers) + normBias + unembeddingBias;
}

/** The first, minus the second where there is one. */
function difference([a, b]: readonly ArrayLike<number>[]): Float64Array {
  return Float64Array.from(a, (value, i) => value - (b ? b[i] : 0));
}
