// Principal components: the directions along which rows differ most (Pearson 1901, "On Lines and Planes of Closest Fit").
// They are the eigenvectors of the covariance C = Xᵀ X / n of the centred rows X. C has d² entries and is never made:
// power iteration needs only C v = Xᵀ (X v), two passes over the rows. The file knows rows of numbers.
import { dot, norm } from '../transformer/vectors.ts';

/** Enough for two directions whose spreads differ by a few per cent; the error shrinks by their ratio in each one. */
const ITERATIONS = 200;
/** Squared change of a unit vector below which it stands still. */
const STILL = 1e-12;

export interface Components {
  readonly mean: Float64Array;
  /** Unit vectors, most spread first. */
  readonly directions: readonly Float64Array[];
  /** Each one's share of the whole spread. */
  readonly shares: readonly number[];
}

/** `rows` of d numbers each. The sign is chosen so that the largest entry is positive: the same rows give the same map. */
export function principalComponents(rows: readonly ArrayLike<number>[], count: number): Components {
  const d = rows[0].length;
  const mean = new Float64Array(d);
  for (const row of rows) for (let i = 0; i < d; i++) mean[i] += row[i] / rows.length;
  const centred = rows.map((row) => Float64Array.from({ length: d }, (_, i) => row[i] - mean[i]));
  const whole = centred.reduce((sum, row) => sum + dot(row, row), 0);
  const directions: Float64Array[] = [];
  const shares: number[] = [];
  // Deflation: what lies along a direction that was found is taken off, so that the next one is found by the same means.
  for (let component = 0; component < Math.min(count, d); component++) {
    const { direction, spread } = strongest(centred, d, component);
    directions.push(direction);
    shares.push(whole === 0 ? 0 : spread / whole);
    for (const row of centred) subtract(row, direction, dot(row, direction));
  }
  return { mean, directions, shares };
}

/** Where a row stands along the directions, from the mean of all rows: its coordinates in the map. [directions] */
export function project(row: ArrayLike<number>, { mean, directions }: Components): number[] {
  return directions.map((direction) => dot(row, direction) - dot(mean, direction));
}

/** Power iteration: v ← C v / |C v| turns towards the eigenvector of the largest eigenvalue, which |C v| becomes. */
function strongest(rows: readonly Float64Array[], d: number, seed: number) {
  let direction = Float64Array.from({ length: d }, (_, i) => Math.sin((i + 1) * (seed + 1))); // any that is not special
  scale(direction, 1 / norm(direction));
  let spread = 0;
  for (let i = 0; i < ITERATIONS; i++) {
    const next = new Float64Array(d);
    for (const row of rows) subtract(next, row, -dot(row, direction));
    spread = norm(next);
    if (spread === 0) break;
    scale(next, 1 / spread);
    const change = 2 - 2 * dot(next, direction);
    direction = next;
    if (change < STILL) break;
  }
  const largest = direction.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
  if (largest < 0) scale(direction, -1);
  return { direction, spread };
}

function subtract(from: Float64Array, what: ArrayLike<number>, times: number): void {
  for (let i = 0; i < from.length; i++) from[i] -= what[i] * times;
}

function scale(vector: Float64Array, factor: number): void {
  for (let i = 0; i < vector.length; i++) vector[i] *= factor;
}
