// Paints a line and strips of cells along a row of columns on a canvas. Knows numbers and names.
import { largest } from '../text/largest.ts';
import { short } from '../text/numbers.ts';
import { type ChartTheme, colorAt } from '../theme/theme.ts';
import { type CourseLayout, GUTTER, largestOf } from './courseLayout.ts';

export interface CourseValues {
  /** From 0 on. [columns] */
  readonly line: { readonly name: string; readonly values: ArrayLike<number> } | undefined;
  /** Levels from 0 to 1, whose square root is coloured. [columns] each */
  readonly strips: readonly { readonly name: string; readonly levels: ArrayLike<number> }[];
  readonly names: readonly string[];
}

export interface CourseDrawing {
  readonly values: CourseValues;
  readonly layout: CourseLayout;
  readonly chosen: number | undefined;
  readonly pointed: number | undefined;
  readonly theme: ChartTheme;
  /** Device pixels in one of CSS. */
  readonly scale: number;
}

type Paint = CanvasRenderingContext2D;

export function drawCourse(paint: Paint, drawing: CourseDrawing): void {
  paint.font = `11px ${getComputedStyle(document.body).getPropertyValue('--vscode-editor-font-family') || 'monospace'}`;
  paint.textBaseline = 'middle';
  drawLine(paint, drawing);
  drawStrips(paint, drawing);
  drawNames(paint, drawing);
  drawMark(paint, drawing, drawing.chosen, 1);
  drawMark(paint, drawing, drawing.pointed, 2);
}

function drawLine(paint: Paint, { values: { line }, layout, theme }: CourseDrawing): void {
  if (!line || !layout.line) return;
  const { top, height } = layout.line;
  const most = largest(Array.from(line.values), 0) || 1;
  write(paint, theme, line.name, top + height / 2);
  paint.textAlign = 'right';
  paint.fillText(short(most), GUTTER - 6, top + 4, GUTTER - 8);
  paint.fillText('0', GUTTER - 6, top + height - 4);
  paint.strokeStyle = theme.border;
  paint.lineWidth = 1;
  paint.beginPath();
  paint.moveTo(GUTTER - 0.5, top);
  paint.lineTo(GUTTER - 0.5, top + height + 0.5);
  paint.lineTo(GUTTER + layout.width, top + height + 0.5);
  paint.stroke();
  paint.strokeStyle = theme.foreground;
  paint.lineWidth = 1.5;
  paint.lineJoin = 'round';
  paint.beginPath();
  for (let i = 0; i < line.values.length; i++) {
    const x = GUTTER + (i + 0.5) * layout.column;
    const y = top + height - (line.values[i] / most) * height;
    if (i === 0) paint.moveTo(x, y);
    else paint.lineTo(x, y);
  }
  paint.stroke();
  if (line.values.length === 1) paint.fillRect(GUTTER + layout.column / 2 - 2, top - 2, 4, 4); // a line of one point is nothing
}

function drawStrips(paint: Paint, { values: { strips }, layout, theme, scale }: CourseDrawing): void {
  for (const [i, { name, levels }] of strips.entries()) {
    const top = layout.strips[i];
    write(paint, theme, name, top + layout.stripHeight / 2);
    const cells = largestOf(levels, Math.floor(layout.width * scale));
    const width = layout.width / cells.length;
    const gap = width >= 6 ? 1 : 0;
    for (let cell = 0; cell < cells.length; cell++) {
      paint.fillStyle = colorAt(theme.sequential, Math.sqrt(cells[cell]));
      // Half a px more, so that no seam is left where cells do not begin at whole px.
      paint.fillRect(GUTTER + cell * width, top, width - gap + (gap ? 0 : 0.5), layout.stripHeight);
    }
    paint.strokeStyle = theme.border;
    paint.lineWidth = 1;
    paint.strokeRect(GUTTER - 0.5, top - 0.5, layout.width + 1, layout.stripHeight + 1);
  }
}

function drawNames(paint: Paint, { values: { names }, layout, theme }: CourseDrawing): void {
  if (layout.names === undefined) return;
  paint.fillStyle = theme.muted;
  paint.textAlign = 'right';
  for (const [i, name] of names.entries()) {
    paint.save();
    paint.translate(GUTTER + (i + 0.5) * layout.column, layout.names);
    paint.rotate(-Math.PI / 2);
    paint.fillText(name, 0, 0, 66);
    paint.restore();
  }
}

/** A frame around a column, from the line to the last strip. */
function drawMark(paint: Paint, { layout, theme }: CourseDrawing, column: number | undefined, width: number): void {
  if (column === undefined) return;
  const top = layout.line?.top ?? layout.strips[0] ?? 0;
  const bottom = (layout.strips.at(-1) ?? top) + layout.stripHeight;
  paint.strokeStyle = theme.accent;
  paint.lineWidth = width;
  const side = Math.max(2, layout.column);
  paint.strokeRect(GUTTER + (column + 0.5) * layout.column - side / 2, top - 1, side, bottom - top + 2);
}

function write(paint: Paint, theme: ChartTheme, name: string, y: number): void {
  paint.fillStyle = theme.muted;
  paint.textAlign = 'left';
  paint.fillText(name, 0, y, GUTTER - 10);
}
