// How differently two heads attend: the total variation distance of their rows, ½ Σ |a - b|, the share of attention that
// would have to move for one row to become the other (Levin, Peres and Wilmer 2009, "Markov Chains and Mixing Times", §4.1).
// 0 for the same row, 1 for rows that look at nothing in common. Keys are summed over aligned pieces, so that rows of
// different lengths can be compared. The file knows numbers.
import type { Piece } from './alignment.ts';

/**
 * Weights of consecutive queries, [heads, rows, columns]; row 0 is that of token `firstRow`. Columns end with the last query, or
 * where tokens see in both directions with the text.
 */
export interface QueryRows {
  readonly firstRow: number;
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** Of the queries that end piece `at`, one of each side, in one head. [½, ½] and [1, 0] → ½ */
export function rowDistance(
  pieces: readonly Piece[],
  at: number,
  head: number,
  ours: QueryRows,
  theirs: QueryRows,
): number {
  const a = rowStart(ours, head, pieces[at].ours.end - 1);
  const b = rowStart(theirs, head, pieces[at].theirs.end - 1);
  let apart = 0;
  for (const { ours: x, theirs: y } of pieces) {
    if (x.start >= ours.columns && y.start >= theirs.columns) break;
    let difference = 0;
    for (let key = x.start; key < Math.min(x.end, ours.columns); key++) difference += ours.values[a + key];
    for (let key = y.start; key < Math.min(y.end, theirs.columns); key++) difference -= theirs.values[b + key];
    apart += Math.abs(difference);
  }
  return apart / 2;
}

function rowStart({ firstRow, rows, columns }: QueryRows, head: number, query: number): number {
  return (head * rows + query - firstRow) * columns;
}
