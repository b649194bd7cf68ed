// Readings of attention weights: one head or all of a layer's joined, parts of it, and pooled small. Row q of a head says
// how much of each key's value the query at q takes; it sums to 1. Weights say where a head looks, not how much that
// matters for what the model predicts. The file knows numbers only; weights come as [heads, rows, columns], rows are
// queries.

export interface AttentionWeights {
  readonly heads: number;
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/**
 * One head, or the mean or maximum over heads: rows of a mean sum to 1, those of a maximum to 1 or more; of no heads all are
 * 0. [rows, columns]
 */
export function oneHead(weights: AttentionWeights, head: number | 'mean' | 'max'): Float32Array<ArrayBuffer> {
  const size = weights.rows * weights.columns;
  if (typeof head === 'number')
    return weights.values.slice(head * size, (head + 1) * size) as Float32Array<ArrayBuffer>;
  const joined = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    let value = 0;
    for (let h = 0; h < weights.heads; h++) {
      const weight = weights.values[h * size + i];
      value = head === 'mean' ? value + weight : Math.max(value, weight);
    }
    joined[i] = head === 'mean' ? value / Math.max(weights.heads, 1) : value;
  }
  return joined;
}

/** Columns [start, end) of [rows, columns]; beyond the last column the weights are 0 (later tokens). */
export function columnsOf(
  values: Float32Array,
  columns: number,
  start: number,
  end: number,
): Float32Array<ArrayBuffer> {
  const rows = values.length / columns;
  const width = end - start;
  const part = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    part.set(
      values.subarray(row * columns + Math.min(start, columns), row * columns + Math.min(end, columns)),
      row * width,
    );
  }
  return part;
}

/** Where the pooled cell that holds index i of n stands: 4 of 10 pooled to 5 → 2 */
export function poolCell(i: number, n: number, size: number): number {
  return Math.floor((i * size) / n);
}

/** The first index that each of `size` pooled cells holds, and n behind the last: 4 cells of 10 → 0, 3, 5, 8, 10. */
function cellStarts(n: number, size: number): Uint32Array {
  return Uint32Array.from({ length: size + 1 }, (_, cell) => Math.ceil((cell * n) / size));
}

/**
 * Adds rows of attention to a square of pooled cells, per head [heads, size, size]. `n` = tokens of the whole text,
 * `firstRow` = position of the first row. Divide by poolCounts when all rows are in. It goes from cell to cell, since a
 * division for every weight takes most of the time of a long text.
 */
export function addPooled(
  pooled: Float32Array,
  size: number,
  { heads, rows, columns, values }: AttentionWeights,
  n: number,
  firstRow: number,
): void {
  const starts = cellStarts(n, size);
  for (let h = 0; h < heads; h++) {
    for (let row = 0; row < rows; row++) {
      const cellRow = (h * size + poolCell(firstRow + row, n, size)) * size;
      const from = (h * rows + row) * columns;
      for (let cell = 0; starts[cell] < columns; cell++) {
        const end = Math.min(starts[cell + 1], columns);
        let sum = 0;
        for (let column = starts[cell]; column < end; column++) sum += values[from + column];
        pooled[cellRow + cell] += sum;
      }
    }
  }
}

/**
 * Raises levels of squares [heads + 2, size, size] (255 √weight; the heads, their mean, their maximum) to the largest of
 * the weights that fall into each cell. The root gives small weights more of the 256 levels than large ones: 0.01 has
 * level 26 in place of 3. `n` = tokens of the whole text, `firstRow` = position of the first row.
 */
export function raiseLevels(
  levels: Uint8Array,
  size: number,
  { heads, rows, columns, values }: AttentionWeights,
  n: number,
  firstRow: number,
): void {
  const starts = cellStarts(n, size);
  const sums = new Float64Array(columns);
  const most = new Float32Array(columns);
  for (let row = 0; row < rows; row++) {
    const cellRow = poolCell(firstRow + row, n, size) * size;
    sums.fill(0);
    most.fill(0);
    for (let h = 0; h < heads; h++) {
      const from = (h * rows + row) * columns;
      const own = values.subarray(from, from + columns);
      for (let column = 0; column < columns; column++) {
        const weight = own[column];
        sums[column] += weight;
        if (weight > most[column]) most[column] = weight;
      }
      raiseRow(levels, h * size * size + cellRow, own, starts);
    }
    for (let column = 0; column < columns; column++) sums[column] /= heads;
    raiseRow(levels, heads * size * size + cellRow, sums, starts);
    raiseRow(levels, (heads + 1) * size * size + cellRow, most, starts);
  }
}

/** The cells of one row, the first of which is at `at`. The root is drawn of the largest weight of each alone. */
function raiseRow(levels: Uint8Array, at: number, weights: Float32Array | Float64Array, starts: Uint32Array): void {
  for (let cell = 0; starts[cell] < weights.length; cell++) {
    const end = Math.min(starts[cell + 1], weights.length);
    let most = 0;
    for (let column = starts[cell]; column < end; column++) if (weights[column] > most) most = weights[column];
    const level = Math.round(255 * Math.sqrt(most));
    if (level > levels[at + cell]) levels[at + cell] = level;
  }
}

/**
 * How many weights fall into each pooled cell: the products of the cells' widths. [size, size] Three tokens pooled to
 * two cells have widths 2 and 1: (4 2 | 2 1)
 */
export function poolCounts(n: number, size: number): Float32Array {
  const widths = new Float32Array(size);
  for (let i = 0; i < n; i++) widths[poolCell(i, n, size)]++;
  return Float32Array.from({ length: size * size }, (_, i) => widths[Math.floor(i / size)] * widths[i % size]);
}
