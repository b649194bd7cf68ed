// Places a grid of cells on a width in pixels, some of its last columns set apart, and finds the next cell in a direction.
// Pure.

export interface SignedCells {
  readonly rows: number;
  readonly columns: number;
  /** Of either sign, NaN where a number is missing; row-major: values[row * columns + column]. */
  readonly values: ArrayLike<number>;
}

export interface CellPlace {
  readonly row: number;
  readonly column: number;
}

/** In px. Cells smaller than the least could not be hit, larger ones say no more. */
const LEAST = 15;
const MOST = 28;
/** Between cells, and in front of each column that is set apart. */
const GAP = 2;
const APART = 8;

export interface GridLayout {
  /** The side of a cell. */
  readonly cell: number;
  readonly width: number;
  readonly height: number;
  readonly x: (column: number) => number;
  readonly y: (row: number) => number;
}

/** `apart` columns at the end are set apart. `left` and `top` are room for labels. It may be wider than the room. */
export function gridLayout(
  { rows, columns }: Pick<SignedCells, 'rows' | 'columns'>,
  {
    apart,
    left,
    top,
    room,
  }: { readonly apart: number; readonly left: number; readonly top: number; readonly room: number },
): GridLayout {
  const gaps = columns * GAP + apart * APART;
  const cell = Math.max(LEAST, Math.min(MOST, Math.floor((room - left - gaps) / columns)));
  const x = (column: number) => left + column * (cell + GAP) + Math.max(0, column + 1 - (columns - apart)) * APART;
  const y = (row: number) => top + row * (cell + GAP);
  return { cell, width: x(columns - 1) + cell + GAP, height: y(rows), x, y };
}

/** Where a key leads from a cell: Home and End to the ends of its row. undefined where the key leads nowhere. */
export function cellTowards(
  key: string,
  { row, column }: CellPlace,
  { rows, columns }: SignedCells,
): CellPlace | undefined {
  const to = {
    ArrowUp: { row: row - 1, column },
    ArrowDown: { row: row + 1, column },
    ArrowLeft: { row, column: column - 1 },
    ArrowRight: { row, column: column + 1 },
    Home: { row, column: 0 },
    End: { row, column: columns - 1 },
  }[key];
  if (!to) return undefined;
  return { row: Math.max(0, Math.min(rows - 1, to.row)), column: Math.max(0, Math.min(columns - 1, to.column)) };
}
