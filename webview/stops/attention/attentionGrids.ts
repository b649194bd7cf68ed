// The engine's answers about attention as what charts draw, made once for each answer: a chart that is handed the same
// object is not drawn anew. Draws nothing itself.
import type { AttentionMaps, AttentionOverview, HeadRef } from '../../../src/contract/readings.ts';
import type { Grid } from '../../charts/heatMapLayout.ts';
import { joinedHeads } from '../../state/joinedHeads.ts';

/** Behind the heads' columns stand their mean and their maximum. */
export function headOf(column: number, heads: number): HeadRef['head'] {
  return column === heads ? 'mean' : column > heads ? 'max' : column;
}

export function columnOf({ head }: HeadRef, heads: number): number {
  return typeof head === 'number' ? head : head === 'mean' ? heads : heads + 1;
}

type Thumbs = (layer: number, column: number) => ArrayLike<number> | undefined;
const thumbs = new WeakMap<AttentionOverview, Thumbs>();
export const noThumbs: Thumbs = () => undefined;

/** The same function for the same overview, so that it is drawn once. */
export function thumbsOf(overview: AttentionOverview): Thumbs {
  const made = thumbs.get(overview) ?? ((layer, column) => thumb(overview, layer, column));
  thumbs.set(overview, made);
  return made;
}

/** The small map of a column: see headOf. */
function thumb({ heads, size, values }: AttentionOverview, layer: number, column: number): ArrayLike<number> {
  const map = (head: number) =>
    values.subarray((layer * heads + head) * size * size, (layer * heads + head + 1) * size * size);
  if (column < heads) return map(column);
  const maps = Array.from({ length: heads }, (_, head) => map(head));
  return joinedHeads(maps, column === heads ? 'mean' : 'max');
}

const grids = new WeakMap<AttentionMaps, Grid[]>();

/** Weight of each level; see AttentionMaps. */
const WEIGHTS = Float32Array.from({ length: 256 }, (_, level) => (level / 255) ** 2);

/** Levels back to weights; the same grid for the same map, so that it is drawn once. */
export function gridOf(maps: AttentionMaps, map: number): Grid {
  const made = grids.get(maps) ?? [];
  grids.set(maps, made);
  made[map] ??= { rows: maps.size, columns: maps.size, values: weightsOf(maps, map) };
  return made[map];
}

/** A loop: Float32Array.from takes ten times as long, and a key waits for it. */
function weightsOf({ size, values }: AttentionMaps, map: number): Float32Array {
  const cells = size * size;
  const weights = new Float32Array(cells);
  for (let i = 0; i < cells; i++) weights[i] = WEIGHTS[values[map * cells + i]];
  return weights;
}
