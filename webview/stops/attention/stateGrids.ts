// Turns the engine's maps of states into what charts draw, once for each answer: a chart that gets the same object is not drawn
// again. Draws nothing itself.
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import type { AttentionOverview } from '../../../src/contract/readings.ts';
import type { StateMaps } from '../../../src/contract/stateReadings.ts';
import type { Grid } from '../../charts/heatMapLayout.ts';
import { mostHeads } from '../../state/headless.ts';
import { columnOf, headOf, noThumbs, thumbsOf } from './attentionGrids.ts';

type Thumbs = typeof noThumbs;

/** The share of the largest that each level stands for: a level is 128 + 127 · sign √share. */
const SHARES = Float32Array.from({ length: 256 }, (_, level) => Math.sign(level - 128) * ((level - 128) / 127) ** 2);

const grids = new WeakMap<StateMaps, Grid[]>();

/** Turns the levels back into weights. Returns the same grid for the same map. */
export function stateGridOf(maps: StateMaps, map: number): Grid {
  const made = grids.get(maps) ?? [];
  grids.set(maps, made);
  const most = maps.most[map];
  made[map] ??= { rows: maps.size, columns: maps.size, values: sharesOf(maps, map).map((share) => share * most) };
  return made[map];
}

/** From -1 to 1. [size, size] */
function sharesOf({ size, values }: StateMaps, map: number): Float32Array {
  const cells = size * size;
  const shares = new Float32Array(cells);
  for (let i = 0; i < cells; i++) shares[i] = SHARES[values[map * cells + i]];
  return shares;
}

export interface Overviews {
  readonly attention: AttentionOverview | undefined;
  readonly states: readonly StateMaps[] | undefined;
}

/**
 * The small maps of all layers by column: those of as many heads as the layer with most has, then the mean and the strongest.
 * Those of states are shares of each map's own largest weight.
 */
export function layerThumbs({ attention, states }: Overviews, model: Pick<ModelInfo, 'layerHeads' | 'states'>): Thumbs {
  const columns = mostHeads(model);
  const ofAttention = attention ? thumbsOf(attention, model) : noThumbs;
  return (layer, column) => {
    const head = headOf(column, columns);
    const maps = states?.find((one) => one.layer === layer);
    if (maps)
      return typeof head === 'number' && head >= maps.heads
        ? undefined
        : sharesOf(maps, columnOf({ layer, head }, maps.heads));
    if (!attention || model.states[layer]) return undefined;
    return typeof head === 'number' && head >= attention.heads
      ? undefined
      : ofAttention(layer, columnOf({ layer, head }, attention.heads));
  };
}
