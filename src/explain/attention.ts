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
  const square = size * size;
  const sums = new Float64Array(Math.ceil(n / size)); // over heads, of the weights of one cell in one row
  for (let row = 0; row < rows; row++) {
    const cellRow = poolCell(firstRow + row, n, size) * size;
    for (let cell = 0; starts[cell] < columns; cell++) {
      const width = Math.min(starts[cell + 1], columns) - starts[cell];
      sums.fill(0);
      let mostOfAll = 0;
      for (let h = 0; h < heads; h++) {
        const from = (h * rows + row) * columns + starts[cell];
        let most = 0;
        for (let i = 0; i < width; i++) {
          const weight = values[from + i];
          sums[i] += weight;
          if (weight > most) most = weight;
        }
        if (most > mostOfAll) mostOfAll = most;
        raise(levels, h * square + cellRow + cell, most);
      }
      let mostOfMean = 0;
      for (let i = 0; i < width; i++) if (sums[i] > mostOfMean) mostOfMean = sums[i];
      raise(levels, heads * square + cellRow + cell, mostOfMean / heads);
      raise(levels, (heads + 1) * square + cellRow + cell, mostOfAll);
    }
  }
}

/** The root is drawn of the largest weight of a cell alone. */
function raise(levels: Uint8Array, at: number, weight: number): void {
  const level = Math.round(255 * Math.sqrt(weight));
  if (level > levels[at]) levels[at] = level;
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
