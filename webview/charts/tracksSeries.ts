// Paints two numbers of each column on a canvas, and what the one is more or less than the other. Knows numbers.
import { type ChartTheme, colorAt } from '../theme/theme.ts';
import type { TrackPlace, TracksLayout, TrackValues } from './tracksLayout.ts';

export interface Drawing {
  readonly values: TrackValues;
  readonly layout: TracksLayout;
  /** Px of the columns that are out of sight on the left. */
  readonly scrolled: number;
  readonly width: number;
  readonly pointed: TrackPlace | undefined;
  readonly chosen: number | undefined;
  readonly theme: ChartTheme;
}

export type Paint = CanvasRenderingContext2D;

/** How large a dot is at most, in px. */
const DOT = 3.2;

/** Up and in one colour where the second number is the larger one, down and in the other where it is the smaller one. */
export function drawDifferences(
  paint: Paint,
  { layout, values, theme }: Drawing,
  { first, end, range }: { readonly first: number; readonly end: number; readonly range: number },
): void {
  const { series } = values;
  if (!series || !layout.differences) return;
  const { top, height } = layout.differences;
  const gap = layout.column >= 9 ? 2 : 1;
  for (let column = first; column < end; column++) {
    const difference = series.second[column] - series.first[column];
    if (Number.isNaN(difference)) continue;
    const bar = (difference / range) * (height / 2);
    paint.fillStyle = colorAt(theme.diverging, difference > 0 ? 1 : 0);
    paint.fillRect(
      column * layout.column + gap / 2,
      top + height / 2 - Math.max(0, bar),
      layout.column - gap,
      Math.abs(bar),
    );
  }
}

/** Each column's two numbers, and between them a line in the colour of which is the larger one. */
export function drawPairs(
  paint: Paint,
  { layout, values, theme }: Drawing,
  { first, end, most }: { readonly first: number; readonly end: number; readonly most: number },
): void {
  const { series } = values;
  if (!series || !layout.lines) return;
  const { top, height } = layout.lines;
  const y = (value: number) => top + height - (value / most) * height;
  const x = (column: number) => (column + 0.5) * layout.column;
  const dot = Math.min(DOT, layout.column / 3);
  drawPath(paint, series.first, { x, y, first, end, color: theme.muted, dashes: [2, 2] });
  drawPath(paint, series.second, { x, y, first, end, color: theme.foreground, dashes: [] });
  for (let column = first; column < end; column++) {
    const [a, b] = [series.first[column], series.second[column]];
    if (!Number.isNaN(a + b) && a !== b) {
      paint.strokeStyle = colorAt(theme.diverging, b > a ? 1 : 0);
      paint.lineWidth = Math.max(2, Math.min(5, layout.column / 2.5));
      paint.beginPath();
      paint.moveTo(x(column), y(a));
      paint.lineTo(x(column), y(b));
      paint.stroke();
    }
    drawDot(paint, x(column), y(b), dot, { fill: theme.foreground, edge: theme.foreground });
    drawDot(paint, x(column), y(a), dot, { fill: colorAt(theme.diverging, 0.5), edge: theme.foreground });
  }
}

function drawPath(
  paint: Paint,
  series: ArrayLike<number>,
  along: {
    readonly x: (column: number) => number;
    readonly y: (value: number) => number;
    readonly first: number;
    readonly end: number;
    readonly color: string;
    readonly dashes: number[];
  },
): void {
  const { x, y, first, end, color, dashes } = along;
  paint.save();
  paint.strokeStyle = color;
  paint.globalAlpha = 0.6;
  paint.lineWidth = 1;
  paint.setLineDash(dashes);
  paint.beginPath();
  for (let column = first; column < end; column++) {
    if (Number.isNaN(series[column])) continue;
    if (column === first || Number.isNaN(series[column - 1])) paint.moveTo(x(column), y(series[column]));
    else paint.lineTo(x(column), y(series[column]));
  }
  paint.stroke();
  paint.restore();
}

function drawDot(
  paint: Paint,
  x: number,
  y: number,
  radius: number,
  { fill, edge }: { readonly fill: string; readonly edge: string },
): void {
  if (Number.isNaN(y)) return;
  paint.beginPath();
  paint.arc(x, y, radius, 0, 2 * Math.PI);
  paint.fillStyle = fill;
  paint.fill();
  paint.strokeStyle = edge;
  paint.lineWidth = 1;
  paint.stroke();
}
