// Turns the engine's answers about attention into what charts draw, once for each answer: a chart that gets the same
// object is not drawn again. Draws nothing itself.
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import type { AttentionMaps, AttentionOverview, HeadRef } from '../../../src/contract/readings.ts';
import type { Grid } from '../../charts/heatMapLayout.ts';
import { joinedHeads } from '../../state/joinedHeads.ts';

/** The columns of the grid are the heads, then their mean, then their maximum. */
export function headOf(column: number, heads: number): HeadRef['head'] {
  return column === heads ? 'mean' : column > heads ? 'max' : column;
}

/** The inverse of headOf. */
export function columnOf({ head }: HeadRef, heads: number): number {
  return typeof head === 'number' ? head : head === 'mean' ? heads : heads + 1;
}

type Thumbs = (layer: number, column: number) => ArrayLike<number> | undefined;
const thumbs = new WeakMap<AttentionOverview, Thumbs>();
/** Always the same function, too: for the time before there is an answer. */
export const noThumbs: Thumbs = () => undefined;

/** Returns the same function for the same overview, so that the thumbnails are drawn once. Heads that a layer lacks have none. */
export function thumbsOf(overview: AttentionOverview, { layerHeads }: Pick<ModelInfo, 'layerHeads'>): Thumbs {
  const made = thumbs.get(overview) ?? ((layer, column) => thumb(overview, layer, column, layerHeads[layer].heads));
  thumbs.set(overview, made);
  return made;
}

/** The small map of a layer and a column (see headOf), as weights from 0 to 1. [size, size] */
function thumb(
  { heads, size, values }: AttentionOverview,
  layer: number,
  column: number,
  present: number,
): ArrayLike<number> | undefined {
  if (present === 0 || (column >= present && column < heads)) return undefined;
  const map = (head: number) =>
    values.subarray((layer * heads + head) * size * size, (layer * heads + head + 1) * size * size);
  if (column < heads) return map(column);
  const maps = Array.from({ length: present }, (_, head) => map(head));
  return joinedHeads(maps, column === heads ? 'mean' : 'max');
}

const grids = new WeakMap<AttentionMaps, Grid[]>();

/** The weight that each level stands for: a level is 255 √weight. */
const WEIGHTS = Float32Array.from({ length: 256 }, (_, level) => (level / 255) ** 2);

/** Turns the levels back into weights. Returns the same grid for the same map, so that it is drawn once. */
export function gridOf(maps: AttentionMaps, map: number): Grid {
  const made = grids.get(maps) ?? [];
  grids.set(maps, made);
  made[map] ??= { rows: maps.size, columns: maps.size, values: weightsOf(maps, map) };
  return made[map];
}

/** A loop, since Float32Array.from takes ten times as long, and the reader waits for it after each press of a key. */
function weightsOf({ size, values }: AttentionMaps, map: number): Float32Array {
  const cells = size * size;
  const weights = new Float32Array(cells);
  for (let i = 0; i < cells; i++) weights[i] = WEIGHTS[values[map * cells + i]];
  return weights;
}
