// Pieces of a matrix that are widened as they are needed, and stay in the processor's cache until they are used.
import type { TensorEntry } from '../checkpoint/safetensors.ts';

/**
 * Weights of one tile: 2 MB as float32. 2^18 to 2^21 cost about the same; with 2^17 a token takes 1.4 times as long, in
 * calls, and with the whole matrix twice as long, in memory that is written and read again.
 */
const TILE = 1 << 19;

export interface Tile {
  readonly first: number;
  readonly rows: number;
}

/** The rows of the stored matrix, cut so that a tile holds at most TILE weights: 2,048 × 768 make tiles of 682 rows. */
export function tilesOf({ shape: [rows, width] }: TensorEntry): readonly Tile[] {
  const most = Math.max(1, Math.floor(TILE / width));
  return Array.from({ length: Math.ceil(rows / most) }, (_, i) => ({
    first: i * most,
    rows: Math.min(most, rows - i * most),
  }));
}

/** Names of the initializers of a tile that was made. */
export function tileName({ name }: TensorEntry, first: number, part: 'halves' | 'scales'): string {
  return `${name} from ${first} ${part}`;
}
