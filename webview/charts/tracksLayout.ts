// Places several measures of the same columns one below the other on one horizontal axis, as a browser of a genome does.
// Pure.

/** Of a column, in px: a narrower one could not be hit, a wider one says no more. */
const LEAST = 6;
const MOST = 52;
/** Room for what is written on the left, and above each track, in px. */
export const GUTTER = 44;
export const TITLE = 18;
const LINES = 92;
const DIFFERENCES = 44;
const BARS = 32;
const GAP = 10;
/** Of a row of the grid. */
const LEAST_ROW = 5;
const MOST_ROW = 14;
const GRID = 150;
/** Room below for the columns' names, from that width of a column on. */
const NAMES = 70;
const NAMED_FROM = 11;

export interface TrackValues {
  /** Two series, NaN where there is no number; both begin at 0. undefined where there are none. [columns] each */
  readonly series: { readonly first: ArrayLike<number>; readonly second: ArrayLike<number> } | undefined;
  /** From 0 to 1; undefined where there are none. [columns] */
  readonly bars: ArrayLike<number> | undefined;
  /** [rows, columns], levels from 0 to 1, NaN where there is none. */
  readonly grid: { readonly rows: number; readonly levels: ArrayLike<number> } | undefined;
  /** The row of the grid from which on a column is marked. [columns] */
  readonly marks: readonly (number | undefined)[];
  readonly names: readonly string[];
  readonly titles: Readonly<Record<'lines' | 'differences' | 'bars' | 'grid', string>>;
}

export interface TrackPlace {
  readonly column: number;
  /** Of the grid, where the pointer is on it. */
  readonly row: number | undefined;
}

export interface Track {
  readonly top: number;
  readonly height: number;
}

export interface TracksLayout {
  /** The width of a column. */
  readonly column: number;
  /** Of all columns together: it may be more than the room. */
  readonly width: number;
  readonly height: number;
  readonly lines: Track | undefined;
  /** What the second number is more or less than the first one. */
  readonly differences: Track | undefined;
  readonly bars: Track | undefined;
  readonly grid: Track | undefined;
  readonly names: Track | undefined;
}

/** `room` is the width there is, the gutter included; `rows` are those of the grid, 0 for none. */
export function tracksLayout({
  columns,
  rows,
  hasSeries = true,
  hasBars,
  room,
}: {
  readonly columns: number;
  readonly rows: number;
  readonly hasSeries?: boolean;
  readonly hasBars: boolean;
  readonly room: number;
}): TracksLayout {
  const column = Math.max(LEAST, Math.min(MOST, Math.floor((room - GUTTER) / Math.max(1, columns))));
  let bottom = 0;
  const track = (height: number, title = TITLE): Track => {
    const top = bottom + title;
    bottom = top + height + GAP;
    return { top, height };
  };
  const lines = hasSeries ? track(LINES) : undefined;
  const differences = hasSeries ? track(DIFFERENCES) : undefined;
  const bars = hasBars ? track(BARS) : undefined;
  const grid = rows > 0 ? track(rows * Math.max(LEAST_ROW, Math.min(MOST_ROW, Math.floor(GRID / rows)))) : undefined;
  const names = column >= NAMED_FROM ? track(NAMES, -GAP + 4) : undefined;
  return { column, width: columns * column, height: bottom, lines, differences, bars, grid, names };
}

/** The column at a place of the page's axis, where the first `scrolled` px are out of sight; undefined beside all of them. */
export function columnAt(
  { column, width }: Pick<TracksLayout, 'column' | 'width'>,
  x: number,
  scrolled: number,
): number | undefined {
  const at = x - GUTTER + scrolled;
  return x >= GUTTER && at >= 0 && at < width ? Math.floor(at / column) : undefined;
}

/** How far to scroll so that a column is in sight, with two more beside it. */
export function scrollTo(
  { column }: Pick<TracksLayout, 'column'>,
  at: number,
  { scrolled, room }: { readonly scrolled: number; readonly room: number },
): number {
  const shown = room - GUTTER;
  const left = Math.max(0, (at - 2) * column);
  const right = (at + 3) * column;
  if (left < scrolled) return left;
  return right > scrolled + shown ? right - shown : scrolled;
}
