// What is added to a router's scores before it chooses: -∞ for experts that are switched off, so that the next best ones
// are chosen in their place and the weights are shared out among those. Knows no graph.
import type { ExpertShape } from '../contract/experts.ts';
import type { ExpertSwitch, Intervention } from './intervention.ts';
import type { NewTokens } from './partChanges.ts';

/** One row for all tokens, or n rows where tokens differ. [rows, experts] */
export function routerOffsets(
  interventions: readonly Intervention[],
  layer: number,
  { first, n }: NewTokens,
  { experts }: ExpertShape,
): { readonly rows: number; readonly offsets: Float32Array<ArrayBuffer> } {
  const off = interventions.filter((one): one is ExpertSwitch => one.kind === 'expert' && one.layer === layer);
  const rows = off.some(({ position }) => position !== undefined) ? n : 1;
  const offsets = new Float32Array(rows * experts);
  for (const { expert, position } of off) {
    for (let row = 0; row < rows; row++) {
      if (position === undefined || position === first + row)
        offsets[row * experts + expert] = Number.NEGATIVE_INFINITY;
    }
  }
  return { rows, offsets };
}
