// A sweep as shares of the difference between two texts that each copy restores. Pure.
import type { PatchGrid } from '../../../src/contract/patching.ts';
import type { SignedCells } from '../../charts/signedGridLayout.ts';

/** Below it two texts say the same about the metric, and shares would be noise: a logit has some 0.0001 of it. */
const LEAST_DIFFERENCE = 0.01;

export interface Restored extends SignedCells {
  /** The column of the grid that the first one here is: where the texts begin to differ. */
  readonly first: number;
  /** (metric − base) / (source − base); NaN where it is not measured yet. [rows, columns] */
  readonly values: Float64Array;
}

export function differ({ base, source }: Pick<PatchGrid, 'base' | 'source'>): boolean {
  return Math.abs(source - base) >= LEAST_DIFFERENCE;
}

/** From column `first` on: before the first token that differs there is nothing to copy. */
export function restored({ layers, columns, metrics, base, source }: PatchGrid, first: number): Restored {
  const width = columns - first;
  const values = new Float64Array(layers * width);
  for (let layer = 0; layer < layers; layer++)
    for (let column = 0; column < width; column++)
      values[layer * width + column] = (metrics[layer * columns + first + column] - base) / (source - base);
  return { rows: layers, columns: width, values, first };
}

/** The measured share farthest from 0, at least 1, so that the whole difference has the same colour in all sweeps. */
export function mostOf({ values }: Restored): number {
  return values.reduce((most, share) => (Number.isNaN(share) ? most : Math.max(most, Math.abs(share))), 1);
}

/** The cells that restore most, the best first: their places in `values`. */
export function strongest({ values }: Restored, count: number): readonly number[] {
  return [...values.keys()]
    .filter((i) => !Number.isNaN(values[i]))
    .sort((a, b) => values[b] - values[a])
    .slice(0, count);
}

/** 0.834 → '83 %', −0.021 → '−2 %'; a share is no probability, and may be above 1. */
export function shareInWords(share: number): string {
  const rounded = Math.round(share * 100);
  return `${rounded < 0 ? '−' : ''}${Math.abs(rounded)} %`;
}
