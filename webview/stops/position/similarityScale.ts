// The scale on which the likeness of positions is drawn. Pure.
import type { Matrix } from '../../../src/contract/readings.ts';
import type { Range } from '../../charts/heatMapLayout.ts';

/** So large a share of the pairs may lie below the scale: position 0 often is unlike all others, and alone would set it. */
const BELOW = 0.05;

/**
 * From the cosine that a twentieth of all pairs fall short of, to the largest. Learnt positions are alike, from 0.8 on
 * in many models: on a scale from 0 to 1 the map would be one square of a single colour. The diagonal, which is 1 in all
 * models, does not count. [n, n] with n ≥ 2; for a single position 0 to 1.
 */
export function similarityScale({ rows, columns, values }: Matrix): Range {
  if (rows < 2) return { from: 0, to: 1 };
  const pairs = new Float32Array((rows * (rows - 1)) / 2);
  let i = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < row; column++) pairs[i++] = values[row * columns + column];
  }
  pairs.sort();
  const from = pairs[Math.floor(BELOW * pairs.length)];
  const to = pairs[pairs.length - 1];
  return from < to ? { from, to } : { from: from - 1, to };
}
