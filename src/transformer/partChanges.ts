// What a block's graph computes in place of what its parts return: gain · x + offset for every head, for attention, for a
// state beside it and for the MLP, at every new token. Interventions on the same place follow one another:
//   g₂ (g₁ x + o₁) + o₂ = g₁ g₂ x + (g₂ o₁ + o₂)
// Where none is about a single position, one row serves all tokens. The file knows no graph.

import type { LayerHeads } from '../contract/layerShapes.ts';
import type { ModelShape } from './architecture.ts';
import type { Intervention, PartIntervention } from './intervention.ts';
import { headsOf } from './layerHeads.ts';

/** Of one part; `rows` is 1, or n where the new tokens differ. */
export interface PartChange {
  readonly gains: Float32Array<ArrayBuffer>; // [rows]
  readonly offsets: Float32Array<ArrayBuffer>; // [rows, width]
}

export interface PartChanges {
  readonly rows: number;
  readonly heads: readonly PartChange[]; // width d_value
  readonly attention: PartChange; // width d
  readonly state: PartChange; // width d
  readonly mlp: PartChange; // width d
}

/** The tokens [first, first + n) of the text. */
export interface NewTokens {
  readonly first: number;
  readonly n: number;
}

/** undefined where no intervention is about this layer's parts at these tokens. */
export function partChanges(
  interventions: readonly Intervention[],
  layer: number,
  tokens: NewTokens,
  shape: ModelShape,
): PartChanges | undefined {
  const own = interventions.filter((one) => isOfPart(one) && one.layer === layer && isAt(one, tokens));
  if (own.length === 0) return undefined;
  const rows = own.some((one) => isOfPart(one) && one.position !== undefined) ? tokens.n : 1;
  const changes = noChanges(headsOf(shape, layer), shape.dModel, rows);
  for (const one of own) {
    if (!isOfPart(one)) continue;
    const change = one.kind === 'head' ? changes.heads[one.head] : changes[one.kind];
    const [start, end] =
      one.position === undefined ? [0, rows] : [one.position - tokens.first, one.position - tokens.first + 1];
    for (let row = start; row < end; row++) changeRow(change, row, one);
  }
  return changes;
}

/** A gain of 1 and an offset of 0 for all. */
export function noChanges({ heads, dValue }: LayerHeads, dModel: number, rows = 1): PartChanges {
  const none = (width: number): PartChange => ({
    gains: new Float32Array(rows).fill(1),
    offsets: new Float32Array(rows * width),
  });
  const ofHeads = Array.from({ length: heads }, () => none(dValue));
  return { rows, heads: ofHeads, attention: none(dModel), state: none(dModel), mlp: none(dModel) };
}

function changeRow({ gains, offsets }: PartChange, row: number, { gain, offset }: PartIntervention): void {
  const width = offsets.length / gains.length;
  gains[row] *= gain;
  for (let i = row * width, j = 0; j < width; i++, j++) offsets[i] = gain * offsets[i] + (offset ? offset[j] : 0);
}

function isOfPart(one: Intervention): one is PartIntervention {
  return one.kind === 'head' || one.kind === 'attention' || one.kind === 'state' || one.kind === 'mlp';
}

function isAt({ position }: PartIntervention, { first, n }: NewTokens): boolean {
  return position === undefined || (position >= first && position < first + n);
}
