// Takes rows of attention out of the answer that holds those of all heads. Pure.
import type { AttentionRows, HeadRef } from '../../src/contract/readings.ts';
import { joinedHeads } from './joinedHeads.ts';

/** What the token attends to in one head, or in the mean or maximum of its layer; nothing where that has no such head. [keys] */
export function rowOf(rows: AttentionRows, { layer, head }: HeadRef): Float32Array {
  const { heads, values } = rows;
  const keys = keysOf(rows);
  const row = (h: number) => values.subarray((layer * heads + h) * keys, (layer * heads + h + 1) * keys);
  if (typeof head === 'number' && head >= heads) return new Float32Array(keys); // of a state, which may have more
  return typeof head === 'number'
    ? row(head)
    : joinedHeads(
        there(
          Array.from({ length: heads }, (_, h) => row(h)),
          keys,
        ),
        head,
      );
}

/** The mean over all heads of all layers. [keys] */
export function meanRow(all: AttentionRows): Float32Array {
  const { layers, heads, values } = all;
  const keys = keysOf(all);
  const rows = Array.from({ length: layers * heads }, (_, i) => values.subarray(i * keys, (i + 1) * keys));
  return joinedHeads(there(rows, keys), 'mean');
}

/** The tokens that it can see: those up to itself, or all of a text that is read in both directions. */
function keysOf({ token, layers, heads, values }: AttentionRows): number {
  return heads > 0 ? values.length / (layers * heads) : token + 1;
}

/** Without those of heads that a layer lacks, which are empty: what a head attends to sums to 1. */
function there(rows: readonly Float32Array[], length: number): readonly Float32Array[] {
  const some = rows.filter((row) => row.some((weight) => weight !== 0));
  return some.length > 0 ? some : [new Float32Array(length)];
}

/** The mean over the heads of one layer. [keys] */
export function layerRow(rows: AttentionRows, layer: number): Float32Array {
  return rowOf(rows, { layer, head: 'mean' });
}
