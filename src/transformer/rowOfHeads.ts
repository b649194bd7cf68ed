// One token's row of what a block that was run again has for every head. Knows no layer.

export interface HeadRow {
  readonly row: number;
  readonly rows: number;
  readonly columns: number;
  /** How many columns are wanted, from the first on. */
  readonly keys: number;
}

/** [heads, rows, columns] → [heads, keys] */
export function rowOfHeads(all: Float32Array, { row, rows, columns, keys }: HeadRow): Float32Array<ArrayBuffer> {
  const heads = all.length / (rows * columns);
  const found = new Float32Array(heads * keys);
  for (let head = 0; head < heads; head++) {
    const start = (head * rows + row) * columns;
    found.set(all.subarray(start, start + keys), head * keys);
  }
  return found;
}
