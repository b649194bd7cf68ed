// Places a matrix on a square of pixels: pools it where it has more cells than there are pixels, and finds the cell at
// a place. Pure.

export interface Grid {
  readonly rows: number;
  readonly columns: number;
  /** Row-major: values[row * columns + column]. */
  readonly values: ArrayLike<number>;
}

/** The numbers at the two ends of a scale of colours. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Numbers as levels from 0 to 1 of the range, clipped at its ends: 0.9 of 0.8 to 1 is 0.5. */
export function levelsOf(grid: Grid, { from, to }: Range): Grid {
  const level = (value: number) => Math.min(1, Math.max(0, (value - from) / (to - from)));
  return { ...grid, values: Float32Array.from(grid.values, level) };
}

export interface PooledGrid extends Grid {
  /** How many rows, and how many columns, of the matrix one cell stands for; the last ones may stand for fewer. */
  readonly factor: number;
}

/**
 * Joins factor × factor cells into one, so that neither side has more than `mostCells`. What is furthest from 0 is kept, so
 * that no strong cell is lost.
 */
export function pooled({ rows, columns, values }: Grid, mostCells: number): PooledGrid {
  const factor = Math.max(1, Math.ceil(Math.max(rows, columns) / mostCells));
  if (factor === 1) return { rows, columns, values, factor };
  const pooledRows = Math.ceil(rows / factor);
  const pooledColumns = Math.ceil(columns / factor);
  const strongest = new Float32Array(pooledRows * pooledColumns);
  for (let row = 0; row < rows; row++) {
    const to = Math.floor(row / factor) * pooledColumns;
    for (let column = 0; column < columns; column++) {
      const at = to + Math.floor(column / factor);
      const value = values[row * columns + column];
      if (Math.abs(value) > Math.abs(strongest[at])) strongest[at] = value;
    }
  }
  return { rows: pooledRows, columns: pooledColumns, values: strongest, factor };
}

export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** The cell of the (unpooled) matrix at a place in a square whose side is `size` px; undefined outside of it. */
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

/** Every n-th label is written, so that labels stand at least `minimum` px apart on a side of `size` px; n ≥ 1. */
export function labelStep(count: number, size: number, minimum: number): number {
  return Math.max(1, Math.ceil((minimum * count) / size));
}
