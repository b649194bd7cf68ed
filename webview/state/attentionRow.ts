// Takes rows of attention out of the answer that holds those of all heads. Pure.
import type { AttentionRows, HeadRef } from '../../src/contract/readings.ts';
import { joinedHeads } from './joinedHeads.ts';

/** What the token attends to in one head, or in the mean or maximum of its layer; nothing where it has no such head. [token + 1] */
export function rowOf({ token, heads, values }: AttentionRows, { layer, head }: HeadRef): Float32Array {
  const row = (h: number) => values.subarray((layer * heads + h) * (token + 1), (layer * heads + h + 1) * (token + 1));
  if (typeof head === 'number' && head >= heads) return new Float32Array(token + 1); // of a state, which may have more
  return typeof head === 'number'
    ? row(head)
    : joinedHeads(
        there(
          Array.from({ length: heads }, (_, h) => row(h)),
          token + 1,
        ),
        head,
      );
}

/** The mean over all heads of all layers. [token + 1] */
export function meanRow({ token, layers, heads, values }: AttentionRows): Float32Array {
  const rows = Array.from({ length: layers * heads }, (_, i) =>
    values.subarray(i * (token + 1), (i + 1) * (token + 1)),
  );
  return joinedHeads(there(rows, token + 1), 'mean');
}

/** Without those of heads that a layer lacks, which are empty: what a head attends to sums to 1. */
function there(rows: readonly Float32Array[], length: number): readonly Float32Array[] {
  const some = rows.filter((row) => row.some((weight) => weight !== 0));
  return some.length > 0 ? some : [new Float32Array(length)];
}

/** The mean over the heads of one layer. [token + 1] */
export function layerRow(rows: AttentionRows, layer: number): Float32Array {
  return rowOf(rows, { layer, head: 'mean' });
}
