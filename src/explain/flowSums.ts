// The two sums of a block, behind attention and behind the MLP, with the parts that they are made of; those of heads only
// as factors of v_j W_O, since there are very many. Where a norm stands behind attention or on the stream, parts have gone
// through it, held at the scale that it has for the whole. The file knows nothing about shares.

import { type LoadedNorm, loadNorm, streamScaleOf, weightsByInput } from '../transformer/backwards.ts';
import { gatesOfRow } from '../transformer/gatedValues.ts';
import { headsOf } from '../transformer/layerHeads.ts';
import type { Norm, Scaling } from '../transformer/layers/provenance.ts';
import { partChanges } from '../transformer/partChanges.ts';
import { rowOfHeads } from '../transformer/rowOfHeads.ts';
import type { Sequence } from '../transformer/sequence.ts';
import type { Transformer } from '../transformer/transformer.ts';
import type { ValueProjection } from '../transformer/valueProjection.ts';
import { plus } from '../transformer/vectors.ts';
import { MIXER_ROW_OUTPUTS, type MixerRow, mixerOfRow } from './flowMixerRow.ts';

/** Tokens no further apart than this are run together: 8 rows of a block of GPT-2 small take 1.5 times as long as one. */
const NEAR = 8;
/** The rows of one run. */
const MOST_ROWS = 32;
const OUTPUTS = [
  ...(['attention', 'head_gates', 'attention_out', 'attention_added', 'beside_added'] as const),
  ...(['mlp_out', 'mlp_added', 'streams_added', 'correct_weights'] as const),
  ...MIXER_ROW_OUTPUTS,
] as const;

/** A text that a model has read, and what makes v_j W_O. */
export interface Flowing {
  readonly model: Transformer;
  readonly sequence: Sequence;
  readonly projection: ValueProjection;
}

export interface FlowPlace {
  readonly layer: number;
  /** In ascending order. */
  readonly positions: readonly number[];
}

type Vector = ArrayLike<number>;

/** Of one token in one layer. [d] each */
export interface TokenSums {
  readonly position: number;
  /** The tokens that it can see: those up to it, or all of a text that is read in both directions. */
  readonly keys: number;
  /** What v_j W_O of each head and token is multiplied by: attention, gains, the norm's scale. [heads, keys] */
  readonly weights: Float32Array;
  /** What v_j is multiplied by before that, component by component, where gates stand behind heads. [heads, d_value] */
  readonly gates: Float32Array | undefined;
  /** What it reads of a state or through a convolution, in the place of attention or beside it. */
  readonly mixer: MixerRow | undefined;
  readonly attention: { readonly sum: Vector; readonly residual: Vector };
  readonly mlp: { readonly sum: Vector; readonly residual: Vector; readonly added: Vector };
}

/** The block is run again for these tokens. Fails with file-unreadable, safetensors-truncated, and like recomputeBlock(). */
export async function sumsAt(
  model: Transformer,
  sequence: Sequence,
  { layer, positions }: FlowPlace,
): Promise<readonly TokenSums[]> {
  const { dModel } = model.shape;
  const sums: TokenSums[] = [];
  const arrange = await arrangementOf(model, layer);
  for (const group of neighbours(positions)) {
    const [start, end] = [group[0], group[group.length - 1] + 1];
    const ran = await model.recomputeBlock(sequence, layer, start, end, OUTPUTS);
    for (const position of group) {
      const row = (values: Float32Array) =>
        values.subarray((position - start) * dModel, (position - start + 1) * dModel);
      const computed = {
        residual: sequence.residual(layer, position, position + 1),
        attention: { out: row(ran.attention_out), added: row(ran.attention_added) },
        mlp: { out: row(ran.mlp_out), added: row(ran.mlp_added) },
      };
      const { streams } = model.shape;
      const mixed = streams && {
        ofHeads: row(ran.attention_added).map((value, i) => value - row(ran.beside_added)[i]),
        added: row(ran.streams_added),
        gain: ran.correct_weights[(position - start) * streams.count + streams.active],
      };
      const { scale, ...halves } = mixed ? withStreams(arrange(computed), computed, mixed) : arrange(computed);
      const factors = headGains(model, sequence, layer, position).map((gain) => gain / scale);
      const keys = model.keysFor(sequence, position + 1);
      const rows = { row: position - start, rows: end - start, columns: model.keysFor(sequence, end), keys };
      const ofMixer = { ...rows, factor: mixerFactor(model, sequence, { layer, position }, scale) };
      sums.push({
        position,
        keys,
        weights: rowOfHeads(ran.attention, rows).map((weight, i) => weight * factors[Math.floor(i / keys)]),
        gates: gatesOfRow(ran.head_gates, { ...rows, heads: factors.length }),
        mixer: mixerOfRow(model.readout.blocks[layer].mixer, ran, ofMixer),
        ...halves,
      });
    }
  }
  return sums;
}

/** What interventions multiply each head's part with; what they add belongs to no token. [heads] */
function headGains(model: Transformer, sequence: Sequence, layer: number, position: number): readonly number[] {
  const changes = partChanges(sequence.interventions, layer, { first: position, n: 1 }, model.shape);
  if (!changes) return Array.from({ length: headsOf(model.shape, layer).heads }, () => 1);
  return changes.heads.map(({ gains }) => gains[0] * changes.attention.gains[0]);
}

/** What multiplies all that a state or a convolution brings: interventions, and what stands behind it. */
function mixerFactor(
  model: Transformer,
  sequence: Sequence,
  { layer, position }: { readonly layer: number; readonly position: number },
  scale: number,
): number {
  const changes = partChanges(sequence.interventions, layer, { first: position, n: 1 }, model.shape);
  const isBeside = headsOf(model.shape, layer).heads > 0;
  if (!isBeside) return (changes?.attention.gains[0] ?? 1) / scale;
  return (changes?.state.gains[0] ?? 1) * (model.readout.blocks[layer].mixer?.factor ?? 1);
}

/** The norm or factor that the heads' parts go through: one behind attention, or on the stream. */
export function normOfHeads(model: Transformer, layer: number): Norm | Scaling | undefined {
  const { postNorms, streamNorms } = model.readout.blocks[layer];
  return (postNorms ?? streamNorms)?.attention;
}

/** W_O with the norm behind it, held at a scale of 1. [heads · d_value, d] */
export async function outputWeights(model: Transformer, layer: number): Promise<Float32Array> {
  const weights = await weightsByInput(model.readout.blocks[layer].output);
  const norm = normOfHeads(model, layer);
  if (!norm) return weights;
  const { part } = await loadNorm(norm);
  const { dModel } = model.shape;
  for (let start = 0; start < weights.length; start += dModel)
    weights.set(part(weights.subarray(start, start + dModel), 1), start);
  return weights;
}

/** What a block computed for one token: its input, what a half returned, and what it added behind a norm. [d] each */
interface Computed {
  readonly residual: Float32Array;
  readonly attention: { readonly out: Float32Array; readonly added: Float32Array };
  readonly mlp: { readonly out: Float32Array; readonly added: Float32Array };
}

/** `scale` is that of the norm that the heads' parts go through. */
interface Arranged extends Pick<TokenSums, 'attention' | 'mlp'> {
  readonly scale: number;
}

/** How the layer makes its sums: without norms on the stream, or with them as in the first Transformer. */
async function arrangementOf(model: Transformer, layer: number): Promise<(computed: Computed) => Arranged> {
  const { postNorms, streamNorms, normsBefore } = model.readout.blocks[layer];
  if (streamNorms) {
    const norms = await loadNorms(streamNorms);
    return (computed) => onNormedStream(norms, computed);
  }
  if (normsBefore) {
    const norms = await loadNorms(normsBefore);
    return (computed) => toNormedStream(norms, computed);
  }
  const streamScale = await streamScaleOf(model.readout.blocks[layer]);
  const scaled = (x: Vector) => (streamScale === 1 ? x : Array.from(x, (value) => streamScale * value));
  const behindAttention = postNorms && (await loadNorm(postNorms.attention));
  return ({ residual, attention, mlp }) => {
    const between = plus(residual, attention.added);
    return {
      scale: behindAttention ? behindAttention.scaleOf(attention.out) : 1,
      attention: { sum: between, residual },
      mlp: { sum: scaled(plus(between, mlp.added)), residual: scaled(between), added: scaled(mlp.added) },
    };
  };
}

/** What mixing several streams brings into the active one, and what its heads add to it. */
interface Mixed {
  readonly ofHeads: Float32Array;
  readonly added: Float32Array;
  /** c_a of altUp.ts. */
  readonly gain: number;
}

/** Of several streams the active one: what comes in from the others, and LAuReL, is the same token's, and so is its stream's. */
function withStreams(arranged: Arranged, { residual, attention, mlp }: Computed, mixed: Mixed): Arranged {
  const between = plus(plus(residual, mixed.added), attention.added);
  return {
    scale: arranged.scale / (mixed.gain * Math.SQRT1_2),
    attention: { sum: between, residual: between.map((value, i) => value - mixed.ofHeads[i]) },
    mlp: { sum: plus(between, mlp.added), residual: between, added: mlp.added },
  };
}

interface LoadedNorms {
  readonly attention: LoadedNorm;
  readonly mlp: LoadedNorm;
}

async function loadNorms({ attention, mlp }: { readonly attention: Norm; readonly mlp: Norm }): Promise<LoadedNorms> {
  return { attention: await loadNorm(attention), mlp: await loadNorm(mlp) };
}

/** The stream is normed before something is added to it, which stays as it is. */
function toNormedStream(norms: LoadedNorms, { residual, attention, mlp }: Computed): Arranged {
  const between = plus(norms.attention.whole(residual), attention.out);
  return {
    scale: 1,
    attention: { sum: between, residual: norms.attention.part(residual, norms.attention.scaleOf(residual)) },
    mlp: {
      sum: plus(norms.mlp.whole(between), mlp.out),
      residual: norms.mlp.part(between, norms.mlp.scaleOf(between)),
      added: mlp.out,
    },
  };
}

/** The stream is normed once something was added to it, and with it all parts of the sum. */
function onNormedStream(norms: LoadedNorms, { residual, attention, mlp }: Computed): Arranged {
  const read = plus(residual, attention.out);
  const scale = norms.attention.scaleOf(read);
  const between = norms.attention.whole(read);
  const readByMlp = plus(between, mlp.out);
  const ofMlp = (part: ArrayLike<number>) => norms.mlp.part(part, norms.mlp.scaleOf(readByMlp));
  return {
    scale,
    attention: { sum: between, residual: norms.attention.part(residual, scale) },
    mlp: { sum: norms.mlp.whole(readByMlp), residual: ofMlp(between), added: ofMlp(mlp.out) },
  };
}

/** Cuts ascending positions into runs of neighbours: 1 2 5 40 → (1 2 5) (40) */
function neighbours(positions: readonly number[]): readonly (readonly number[])[] {
  const groups: number[][] = [];
  for (const position of positions) {
    const group = groups.at(-1);
    if (group && position - group[group.length - 1] <= NEAR && position - group[0] < MOST_ROWS) group.push(position);
    else groups.push([position]);
  }
  return groups;
}
