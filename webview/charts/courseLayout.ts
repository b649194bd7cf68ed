// Places what goes along a row of columns: a line above, strips of cells below it, names under all of them. All columns are
// in sight at once, however many there are. Pure.

/** Of a column, in px: a wider one says no more. */
const MOST = 44;
/** Room for what is written on the left. */
export const GUTTER = 84;
const LINE = 64;
const STRIP = 18;
const GAP = 3;
const TOP = 8;
/** Room below for the columns' names, from that width of a column on: so much at most, and for each of their characters. */
const NAMES = 70;
const CHARACTER = 7.5;
const NAMED_FROM = 11;

export interface CourseLayout {
  /** The width of a column; below 1 where there are more columns than px. */
  readonly column: number;
  /** Of all columns together. */
  readonly width: number;
  readonly height: number;
  readonly line: { readonly top: number; readonly height: number } | undefined;
  /** The upper edge of each strip. */
  readonly strips: readonly number[];
  readonly stripHeight: number;
  /** Where the names begin; undefined where columns are too narrow for them. */
  readonly names: number | undefined;
}

export function courseLayout({
  columns,
  strips: count,
  hasLine,
  longest,
  room,
}: {
  readonly columns: number;
  readonly strips: number;
  readonly hasLine: boolean;
  /** Characters of the longest name. */
  readonly longest: number;
  /** The width there is, the gutter included. */
  readonly room: number;
}): CourseLayout {
  const column = Math.min(MOST, Math.max(1, room - GUTTER) / Math.max(1, columns));
  const line = hasLine ? { top: TOP, height: LINE } : undefined;
  const first = line ? TOP + LINE + 2 * GAP : TOP;
  const strips = Array.from({ length: count }, (_, i) => first + i * (STRIP + GAP));
  const bottom = first + count * (STRIP + GAP);
  const names = column >= NAMED_FROM ? bottom + GAP : undefined;
  const height = names === undefined ? bottom + GAP : names + Math.min(NAMES, longest * CHARACTER + GAP);
  return { column, width: columns * column, height, line, strips, stripHeight: STRIP, names };
}

/** The column at a place of the drawing; undefined beside all of them. */
export function columnUnder({ column, width }: Pick<CourseLayout, 'column' | 'width'>, x: number): number | undefined {
  const at = x - GUTTER;
  return at >= 0 && at < width ? Math.floor(at / column) : undefined;
}

/** Joins neighbours so that no more than `most` are left, keeping the largest: (1 4 2 3 0) joined to 3 is (4 3 0). */
export function largestOf(values: ArrayLike<number>, most: number): ArrayLike<number> {
  const factor = Math.max(1, Math.ceil(values.length / Math.max(1, most)));
  if (factor === 1) return values;
  const joined = new Float32Array(Math.ceil(values.length / factor)).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < values.length; i++) {
    const to = Math.floor(i / factor);
    if (values[i] > joined[to]) joined[to] = values[i];
  }
  return joined;
}
