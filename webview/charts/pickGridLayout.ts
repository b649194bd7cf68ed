// Places a grid of rows that each picked a few of many columns, with bars above for how often each column was picked. In
// px. Pure.

/** Columns narrower than the least could not be hit, wider ones say no more. */
const LEAST = 8;
const MOST = 28;
export const ROW = 16;
/** Room for the bars, and between them and the grid for the names of columns. */
const BARS = 52;
const NAMES = 16;
/** Of the names of rows: characters, and what is around them. */
const CHARACTER = 7;
const WIDE_CHARACTER = 12;
const EAST_ASIAN_FROM = '\u2e80';
const LEAST_GUTTER = 20;
const GUTTER_AROUND = 14;
/** Between the names of columns. */
const NAME_PX = 24;
const NAME_STEPS = [1, 2, 5, 10];

export interface PickGridLayout {
  /** The width of a column. */
  readonly column: number;
  readonly width: number;
  readonly height: number;
  /** Where the first row begins. */
  readonly top: number;
  /** Where bars stand, which is 0 where there are none. */
  readonly ground: number;
  readonly x: (column: number) => number;
  readonly y: (row: number) => number;
}

/** It may be wider than the room. */
export function pickGridLayout(
  { rows, columns }: { readonly rows: number; readonly columns: number },
  { gutter, room, bars }: { readonly gutter: number; readonly room: number; readonly bars: boolean },
): PickGridLayout {
  const column = Math.max(LEAST, Math.min(MOST, Math.floor((room - gutter - 1) / Math.max(1, columns))));
  const ground = bars ? BARS : 0;
  const top = ground + NAMES;
  const x = (at: number) => gutter + at * column;
  const y = (row: number) => top + row * ROW;
  return { column, width: x(columns) + 1, height: y(rows) + 1, top, ground, x, y };
}

/** As wide as it is where there is room. */
export function widestGrid(columns: number, rowLabels: readonly string[]): number {
  return gutterOf(rowLabels) + columns * MOST + 1;
}

/** Room for the names of rows: East Asian characters are nearly twice as wide as others. */
export function gutterOf(rowLabels: readonly string[]): number {
  const width = (label: string) =>
    [...label].reduce((sum, character) => sum + (character >= EAST_ASIAN_FROM ? WIDE_CHARACTER : CHARACTER), 0);
  return Math.max(LEAST_GUTTER, ...rowLabels.map(width)) + GUTTER_AROUND;
}

/** Every n-th name of a column is written, so that they stand apart on columns of that width. 8 px: every 5th. */
export function nameStep(column: number): number {
  return NAME_STEPS.find((step) => step * column >= NAME_PX) ?? NAME_STEPS[NAME_STEPS.length - 1];
}

/** How far it must be scrolled for a column to be seen: in the middle, unless it is seen already. */
export function scrolledTo(
  x: number,
  { gutter, room, scrolled }: { readonly gutter: number; readonly room: number; readonly scrolled: number },
): number {
  const isSeen = x >= scrolled + gutter && x + LEAST <= scrolled + room;
  return isSeen ? scrolled : Math.max(0, x - (room + gutter) / 2);
}

/** The height of a bar for a number of times, under the largest of all and the one that even use would be. */
export function barHeight(
  count: number,
  { counts, even }: { readonly counts: ArrayLike<number>; readonly even: number },
) {
  let most = even;
  for (let i = 0; i < counts.length; i++) most = Math.max(most, counts[i]);
  return most > 0 ? (count / most) * (BARS - 4) : 0;
}
