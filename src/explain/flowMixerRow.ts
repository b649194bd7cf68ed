// What one token reads of a state or through a short convolution, cut out of a block that was run again for some tokens, with
// all that multiplies it on the way to the output projection. The file knows one layer, no shares.
import { gatesOfRow } from '../transformer/gatedValues.ts';
import type { MixerReadout } from '../transformer/layers/readout.ts';
import { rowOfHeads } from '../transformer/rowOfHeads.ts';

/** What blocks are asked for; recomputeBlock() has the shapes. */
export const MIXER_ROW_OUTPUTS = [
  ...(['state_weights', 'state_gates', 'state_skip'] as const),
  ...(['tap_parts', 'convolution_gates'] as const),
] as const;
type RanMixer = Readonly<Record<(typeof MIXER_ROW_OUTPUTS)[number], Float32Array>>;

export type MixerRow = StateRow | TapsRow;

/** W_out (gates ⊙ (weight · v_s + skip)) is a head's part of each token s, with the skip of the token itself alone. */
export interface StateRow {
  readonly kind: 'state';
  readonly weights: Float32Array; // [heads, keys]
  /** Undefined where nothing passes the state by. */
  readonly skip: Float32Array | undefined; // [heads · d_value]
  /** Gate, norm, interventions, a norm or factor behind: all that multiplies both. */
  readonly gates: Float32Array; // [heads · d_value]
}

/** W_out (gates ⊙ part) is the part of the token at each distance. */
export interface TapsRow {
  readonly kind: 'taps';
  readonly parts: Float32Array; // [distances, channels]
  readonly gates: Float32Array; // [channels]
}

export interface MixerPlace {
  readonly row: number;
  readonly rows: number;
  /** The tokens up to the one that reads. */
  readonly keys: number;
  /** Columns of the weights that were run. */
  readonly columns: number;
  /** What all of it is multiplied with. */
  readonly factor: number;
}

/** undefined where the layer has attention alone. */
export function mixerOfRow(mixer: MixerReadout | undefined, ran: RanMixer, place: MixerPlace): MixerRow | undefined {
  if (!mixer) return undefined;
  const { row, rows, keys, factor } = place;
  const rowOf = (all: Float32Array) => all.subarray((row * all.length) / rows, ((row + 1) * all.length) / rows);
  const scaled = (gates: Float32Array) => gates.map((value) => value * factor);
  if (ran.state_weights.length === 0) {
    const gates = scaled(rowOf(ran.convolution_gates));
    const parts = rowOf(ran.tap_parts);
    return { kind: 'taps', parts: parts.slice(0, Math.min(parts.length, keys * gates.length)), gates };
  }
  const heads = ran.state_weights.length / (rows * place.columns);
  return {
    kind: 'state',
    weights: rowOfHeads(ran.state_weights, place),
    skip: gatesOfRow(ran.state_skip, { row, rows, heads }),
    gates: scaled(rowOf(ran.state_gates)),
  };
}
