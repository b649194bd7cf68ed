// Neighbourhoods in a plane: McInnes, Healy and Melville 2018, "UMAP: Uniform Manifold Approximation and Projection", by
// the library of Google's PAIR. Rows that are close stay close; distances further off, directions and the sizes of
// clusters mean nothing. The file knows rows of numbers.

import { UMAP } from 'umap-js';
import { cosine } from '../transformer/vectors.ts';
import { seededRandom } from './seededRandom.ts';

/** The library's default; fewer rows have fewer neighbours. */
const NEIGHBOURS = 15;

/** [x, y] of each row, the same for the same rows. `goOn` is asked between rounds and ends the work where it says false. */
export async function neighbourhoodMap(
  rows: readonly ArrayLike<number>[],
  goOn: () => boolean,
): Promise<readonly (readonly number[])[]> {
  const umap = new UMAP({
    nComponents: 2,
    nNeighbors: Math.min(NEIGHBOURS, rows.length - 1),
    // Rows of an embedding table differ in length with how often a token was seen; what they mean is their direction.
    distanceFn: (a, b) => 1 - cosine(a, b),
    random: seededRandom(1),
  });
  return await umap.fitAsync(
    rows.map((row) => Array.from(row)),
    goOn,
  );
}
