// What a comparison comes to: how much more surprising each piece is to the other side, the sum over what both have, and
// where the residual streams part. Pure.
import type { AlignedPiece } from '../../../src/contract/compared.ts';
import type { Matrix } from '../../../src/contract/readings.ts';
import type { Token } from '../../../src/contract/tokens.ts';
import type { Known } from './known.ts';

/** Two streams whose cosine is below it have parted: they then point more than a quarter of a right angle apart. */
export const PARTED_BELOW = 0.9;
/** In bits: with a strongest difference below it, the tint stays as weak as the difference is. */
const LEAST_SCALE = 1;

/** Theirs less ours, above 0 where the piece is more surprising to the other side; NaN where one has no number. [pieces] */
export function differencesOf({ ourBits, theirBits }: Known): Float64Array {
  return Float64Array.from(ourBits, (bits, i) => theirBits[i] - bits);
}

/** The largest difference, without its sign. */
export function strongestOf(differences: Float64Array): number {
  return differences.reduce((most, one) => (Number.isNaN(one) ? most : Math.max(most, Math.abs(one))), 0);
}

/** From −1 to 1, as a tint takes them; 0 where there is no number. */
export function sharesOf(differences: Float64Array): Float64Array {
  const scale = Math.max(strongestOf(differences), LEAST_SCALE);
  return differences.map((one) => (Number.isNaN(one) ? 0 : one / scale));
}

export interface Sum {
  /** Pieces that both sides write the same and predict. */
  readonly pieces: number;
  /** In bits. */
  readonly ours: number;
  readonly theirs: number;
  /** How long these pieces are in UTF-8. */
  readonly bytes: number;
}

/** Of the pieces that both sides write the same: how surprising another text is as such would say nothing. */
export function sumOf(pieces: readonly AlignedPiece[], tokens: readonly Token[], { ourBits, theirBits }: Known): Sum {
  let sum: Sum = { pieces: 0, ours: 0, theirs: 0, bytes: 0 };
  for (const [i, { isSame, ours }] of pieces.entries()) {
    if (!isSame || Number.isNaN(ourBits[i] + theirBits[i])) continue;
    const written = tokens.slice(ours.start, ours.end).reduce((bytes, token) => bytes + token.bytes.length, 0);
    sum = {
      pieces: sum.pieces + 1,
      ours: sum.ours + ourBits[i],
      theirs: sum.theirs + theirBits[i],
      bytes: sum.bytes + written,
    };
  }
  return sum;
}

/** The first row in which each piece's streams have parted; undefined where they never do, or cannot be compared. [pieces] */
export function partingOf({ rows, columns, values }: Matrix): readonly (number | undefined)[] {
  return Array.from({ length: columns }, (_, piece) => {
    for (let row = 0; row < rows; row++) if (values[row * columns + piece] < PARTED_BELOW) return row;
    return undefined;
  });
}

export interface Place {
  readonly piece: number;
  readonly row: number;
}

/**
 * Where streams part first, in layers: of a piece that both sides write the same, since other tokens begin apart. Of several
 * the first one in the text.
 */
export function firstParting(
  pieces: readonly AlignedPiece[],
  parting: readonly (number | undefined)[],
): Place | undefined {
  let first: Place | undefined;
  for (const [piece, row] of parting.entries())
    if (row !== undefined && pieces[piece].isSame && (!first || row < first.row)) first = { piece, row };
  return first;
}

/** The lowest cosine there is; 1 where there is none. */
export function lowestOf({ values }: Pick<Matrix, 'values'>): number {
  return values.reduce((lowest, cosine) => (cosine < lowest ? cosine : lowest), 1);
}

/** The piece behind which the predictions differ most; undefined where no divergence is known. */
export function mostDivergent({ divergences }: Pick<Known, 'divergences'>): number | undefined {
  let most: number | undefined;
  for (const [piece, bits] of divergences.entries())
    if (bits > 0 && (most === undefined || bits > divergences[most])) most = piece;
  return most;
}

/**
 * How far apart the streams of each piece are behind the last layer, as a tint takes it: 1 less the cosine, 1 at most; 0 where
 * there is nothing to compare. [pieces]
 */
export function distancesOf({ rows, columns, values }: Matrix): Float64Array {
  const last = (rows - 1) * columns;
  return Float64Array.from({ length: columns }, (_, piece) => {
    const cosine = values[last + piece];
    return Number.isNaN(cosine) ? 0 : Math.min(1, Math.max(0, 1 - cosine));
  });
}

/** The piece that holds a token of ours. */
export function pieceAt(pieces: readonly AlignedPiece[], token: number): number {
  return pieces.findIndex(({ ours }) => token >= ours.start && token < ours.end);
}
