// Each row of a matrix through a norm, outside of any graph. Knows one norm.
import { loadNorm } from '../../../src/transformer/backwards.ts';
import type { Norm } from '../../../src/transformer/layers/provenance.ts';

/** [n, d] → [n, d], as it is where there is no norm */
export async function normedRows(norm: Norm | undefined, rows: Float32Array, n: number): Promise<Float32Array> {
  if (!norm) return rows;
  const { whole } = await loadNorm(norm);
  const width = rows.length / n;
  const each = Array.from({ length: n }, (_, i) => whole(rows.subarray(i * width, (i + 1) * width)));
  return Float32Array.from(each.flatMap((row) => [...row]));
}
