// Paints tracks on a canvas: the columns that are in sight, and what is written on the left. Knows numbers and names.
import { type ChartTheme, colorAt } from '../theme/theme.ts';
import { GUTTER, TITLE, type Track, type TrackValues } from './tracksLayout.ts';
import { type Drawing, drawDifferences, drawPairs, type Paint } from './tracksSeries.ts';

/** Below that many px two labels would touch. */
const LABEL = 11;

export function drawTracks(paint: Paint, drawing: Drawing): void {
  const { layout, width, values, theme } = drawing;
  paint.font = `10px ${fontOf('--vscode-font-family')}`;
  paint.textBaseline = 'alphabetic';
  drawTitles(paint, drawing);
  const most = values.series ? niceMost(values.series) : 0;
  if (layout.lines) drawScale(paint, layout.lines, [0, most / 2, most], { most, width, theme });
  const range = values.series ? farthest(values.series) : 0;
  if (layout.differences)
    drawScale(paint, layout.differences, [-range, 0, range], { least: -range, most: range, width, theme });
  if (layout.bars) drawScale(paint, layout.bars, [0, 1], { most: 1, width, theme });
  if (layout.grid && values.grid) drawRows(paint, layout.grid, values.grid.rows, theme);
  paint.save();
  paint.beginPath();
  paint.rect(GUTTER, 0, width - GUTTER, layout.height);
  paint.clip();
  paint.translate(GUTTER - drawing.scrolled, 0);
  const first = Math.max(0, Math.floor(drawing.scrolled / layout.column) - 1);
  const end = Math.min(values.names.length, Math.ceil((drawing.scrolled + width) / layout.column) + 1);
  drawGrid(paint, drawing, first, end);
  drawBars(paint, drawing, first, end);
  drawDifferences(paint, drawing, { first, end, range });
  drawPairs(paint, drawing, { first, end, most });
  drawNames(paint, drawing, first, end);
  drawColumn(paint, drawing, drawing.pointed?.column, { color: theme.foreground, alpha: 0.5 });
  drawColumn(paint, drawing, drawing.chosen, { color: theme.accent, alpha: 1 });
  drawCell(paint, drawing);
  paint.restore();
}

type Series = NonNullable<TrackValues['series']>;

/** The end of the axis: the least of 2, 4, 6, 8, 10, 12, 16, … that holds all numbers. */
function niceMost({ first, second }: Series): number {
  let most = 0;
  for (const series of [first, second]) for (let i = 0; i < series.length; i++) if (series[i] > most) most = series[i];
  const step = most > 12 ? 4 : 2;
  return Math.max(2, Math.ceil(most / step) * step);
}

/** The end of the axis of differences, at least 1: the least whole number that holds them all. */
function farthest({ first, second }: Series): number {
  let most = 1;
  for (let i = 0; i < first.length; i++) {
    const difference = Math.abs(second[i] - first[i]);
    if (difference > most) most = difference;
  }
  return Math.ceil(most);
}

/** With its sign where the axis goes below 0. */
function scaled(value: number, least: number): string {
  if (value < 0) return `−${-value}`;
  return value > 0 && least < 0 ? `+${value}` : String(value);
}

function drawTitles(paint: Paint, { layout, values: { titles }, theme }: Drawing): void {
  paint.fillStyle = theme.foreground;
  paint.textAlign = 'left';
  const title = (track: Track | undefined, words: string) => {
    if (track) paint.fillText(words, GUTTER, track.top - TITLE / 2 + 3);
  };
  title(layout.lines, titles.lines);
  title(layout.differences, titles.differences);
  title(layout.bars, titles.bars);
  title(layout.grid, titles.grid);
}

function drawScale(
  paint: Paint,
  { top, height }: Track,
  at: readonly number[],
  {
    least = 0,
    most,
    width,
    theme,
  }: { readonly least?: number; readonly most: number; readonly width: number; readonly theme: ChartTheme },
): void {
  paint.textAlign = 'right';
  paint.lineWidth = 1;
  for (const value of at) {
    const y = top + height - ((value - least) / (most - least)) * height;
    paint.fillStyle = theme.muted;
    paint.fillText(scaled(value, least), GUTTER - 6, y + 3);
    paint.strokeStyle = theme.border;
    paint.globalAlpha = value === 0 ? 1 : 0.5;
    paint.beginPath();
    paint.moveTo(GUTTER, Math.round(y) + 0.5);
    paint.lineTo(width, Math.round(y) + 0.5);
    paint.stroke();
    paint.globalAlpha = 1;
  }
}

function drawRows(paint: Paint, { top, height }: Track, rows: number, { muted }: ChartTheme): void {
  const row = height / rows;
  const step = Math.max(1, Math.ceil(LABEL / row));
  paint.fillStyle = muted;
  paint.textAlign = 'right';
  for (let at = 0; at < rows; at += step) paint.fillText(String(at), GUTTER - 6, top + (at + 0.5) * row + 3);
}

function drawGrid(paint: Paint, { layout, values, theme }: Drawing, first: number, end: number): void {
  const { grid, marks } = values;
  if (!layout.grid || !grid) return;
  const columns = values.names.length;
  const row = layout.grid.height / grid.rows;
  const gap = layout.column >= 9 ? 1 : 0;
  for (let at = 0; at < grid.rows; at++)
    for (let column = first; column < end; column++) {
      const level = grid.levels[at * columns + column];
      if (Number.isNaN(level)) continue;
      paint.fillStyle = colorAt(theme.sequential, level);
      paint.fillRect(column * layout.column, layout.grid.top + at * row, layout.column - gap, Math.ceil(row) - gap);
    }
  paint.strokeStyle = theme.border;
  paint.strokeRect(0.5, layout.grid.top - 0.5, layout.width, layout.grid.height + 1);
  drawMarks(paint, { marks, top: layout.grid.top, row, column: layout.column, color: theme.foreground }, first, end);
}

/** A line along the first marked row of each column, joined where columns stand side by side. */
function drawMarks(
  paint: Paint,
  marked: Pick<TrackValues, 'marks'> & Readonly<Record<'top' | 'row' | 'column', number>> & { readonly color: string },
  first: number,
  end: number,
): void {
  const { marks, top, row, column, color } = marked;
  paint.strokeStyle = color;
  paint.lineWidth = 2;
  paint.beginPath();
  for (let at = first; at < end; at++) {
    const mark = marks[at];
    if (mark === undefined) continue;
    const y = top + mark * row;
    if (marks[at - 1] === undefined) paint.moveTo(at * column, y);
    else paint.lineTo(at * column, y);
    paint.lineTo((at + 1) * column, y);
  }
  paint.stroke();
}

function drawBars(paint: Paint, { layout, values, theme }: Drawing, first: number, end: number): void {
  if (!layout.bars || !values.bars) return;
  const { top, height } = layout.bars;
  paint.fillStyle = theme.foreground;
  paint.globalAlpha = 0.6;
  const gap = layout.column >= 9 ? 2 : 1;
  for (let column = first; column < end; column++) {
    const value = values.bars[column];
    if (value > 0)
      paint.fillRect(column * layout.column + gap / 2, top + height * (1 - value), layout.column - gap, value * height);
  }
  paint.globalAlpha = 1;
}

function drawNames(paint: Paint, { layout, values, theme, chosen }: Drawing, first: number, end: number): void {
  if (!layout.names) return;
  paint.save();
  paint.font = `11px ${fontOf('--vscode-editor-font-family')}`;
  paint.textAlign = 'right';
  paint.textBaseline = 'middle';
  for (let column = first; column < end; column++) {
    paint.save();
    paint.fillStyle = column === chosen ? theme.foreground : theme.muted;
    paint.translate((column + 0.5) * layout.column, layout.names.top);
    paint.rotate(-Math.PI / 2);
    paint.fillText(values.names[column], 0, 0, layout.names.height);
    paint.restore();
  }
  paint.restore();
}

/** From the first track to the last. */
function drawColumn(
  paint: Paint,
  { layout }: Drawing,
  column: number | undefined,
  { color, alpha }: { readonly color: string; readonly alpha: number },
): void {
  if (column === undefined) return;
  const first = layout.lines ?? layout.bars ?? layout.grid;
  const last = layout.grid ?? layout.bars ?? layout.lines;
  if (!first || !last) return;
  paint.globalAlpha = alpha;
  paint.strokeStyle = color;
  paint.lineWidth = 1;
  const { top } = first;
  paint.strokeRect(column * layout.column + 0.5, top - 4.5, layout.column - 1, last.top + last.height - top + 8);
  paint.globalAlpha = 1;
}

function drawCell(paint: Paint, { layout, values, pointed, theme }: Drawing): void {
  if (pointed?.row === undefined || !layout.grid || !values.grid) return;
  const row = layout.grid.height / values.grid.rows;
  paint.strokeStyle = theme.foreground;
  paint.lineWidth = 2;
  paint.strokeRect(pointed.column * layout.column, layout.grid.top + pointed.row * row, layout.column, row);
}

function fontOf(variable: string): string {
  return getComputedStyle(document.body).getPropertyValue(variable) || 'sans-serif';
}
