// A matrix on a square of pixels: pooled where it has more cells than there are pixels, and which cell is where. Pure.

export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly values: ArrayLike<number>;
}

export interface PooledGrid extends Grid {
  /** Rows and columns of the matrix that one cell stands for. */
  readonly factor: number;
}

/** Each cell of the answer is the maximum of factor × factor cells, so that no strong one is lost. */
export function pooled({ rows, columns, values }: Grid, mostCells: number): PooledGrid {
  const factor = Math.max(1, Math.ceil(Math.max(rows, columns) / mostCells));
  if (factor === 1) return { rows, columns, values, factor };
  const pooledRows = Math.ceil(rows / factor);
  const pooledColumns = Math.ceil(columns / factor);
  const maxima = new Float32Array(pooledRows * pooledColumns);
  for (let row = 0; row < rows; row++) {
    const to = Math.floor(row / factor) * pooledColumns;
    for (let column = 0; column < columns; column++) {
      const at = to + Math.floor(column / factor);
      maxima[at] = Math.max(maxima[at], values[row * columns + column]);
    }
  }
  return { rows: pooledRows, columns: pooledColumns, values: maxima, factor };
}

export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** The cell of the (unpooled) matrix at a place in a square of `size`; undefined outside. */
export function cellAt(
  x: number,
  y: number,
  size: number,
  { rows, columns }: Pick<Grid, 'rows' | 'columns'>,
): Cell | undefined {
  const row = Math.floor((y / size) * rows);
  const column = Math.floor((x / size) * columns);
  const inside = row >= 0 && row < rows && column >= 0 && column < columns;
  return inside ? { row, column } : undefined;
}

/** Every how many labels one is written so that they stand `minimum` pixels apart; 0 = none where cells are too many. */
export function labelStep(count: number, size: number, minimum: number): number {
  return Math.max(1, Math.ceil((minimum * count) / size));
}
