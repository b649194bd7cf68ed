// Draws a matrix as a square of colours, with a cell cursor for mouse and keyboard. Knows numbers and labels, no
// attention.
import { css, html, LitElement } from 'lit';
import { detailEvent } from '../events/detailEvent.ts';
import { chartTheme } from '../theme/theme.ts';
import { byMouse } from './byMouse.ts';
import { cellImage, signedLevel, triangleLevels } from './cells.ts';
import { type Cell, cellAt, type Grid, labelStep, levelsOf, pooled, type Range } from './heatMapLayout.ts';
import { Redraw } from './redraw.ts';

/** The least distance between two labels, in px. */
const LABEL_PX = 13;
/** Room for labels on the left and below, in px. */
const GUTTER = 64;
/** Room above, in px: the first row's label may be taller than its row. */
const TOP = 6;

/**
 * Sends `cell-point` with the cell that the pointer or the arrow keys reach (undefined when the pointer leaves), and
 * `cell-select` with the one that was clicked or confirmed with Enter. The owner decides whether it becomes the cursor.
 */
export class HeatMap extends LitElement {
  static override properties = {
    grid: { attribute: false },
    labels: { attribute: false },
    triangular: { type: Boolean },
    range: { attribute: false },
    most: { type: Number },
    cursor: { attribute: false },
    label: { type: String },
  };
  declare grid: Grid | undefined;
  /**
   * Names along both sides. Where the grid is pooled there are more names than rows.
   */
  declare labels: readonly string[];
  /** Whether only the cells with row ≥ column exist. The others are not drawn and cannot be reached. */
  declare triangular: boolean;
  /**
   * The ends of the colours, which then grow evenly with the numbers. Without it numbers are weights from 0 to 1, of which
   * the square root is coloured, since most are small.
   */
  declare range: Range | undefined;
  /**
   * Where it is given, numbers are of either sign and have the diverging colours, by the root of their size, which end at
   * ± this.
   */
  declare most: number | undefined;
  declare cursor: Cell | undefined;
  declare label: string;

  constructor() {
    super();
    new Redraw(this, () => this.#draw(), { onResize: true });
    this.labels = [];
    this.triangular = false;
    this.label = '';
  }

  override render() {
    return html`<canvas
      tabindex="0"
      role="application"
      aria-label=${this.label}
      @pointermove=${this.#onMove}
      @pointerleave=${byMouse(() => this.#tell('cell-point', undefined))}
      @click=${(event: MouseEvent) => this.#tell('cell-select', this.#cellUnder(event))}
      @keydown=${this.#onKey}
    ></canvas>`;
  }

  override updated(): void {
    this.#draw();
  }

  #onMove(event: PointerEvent): void {
    this.#tell('cell-point', this.#cellUnder(event));
  }

  /** The arrow keys move the cursor by one cell; without a cursor they begin at the lower left. */
  #onKey(event: KeyboardEvent): void {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (event.key === 'Enter' && this.cursor) this.#tell('cell-select', this.cursor);
    if (!step || !this.grid) return;
    event.preventDefault();
    const from = this.cursor ?? { row: this.grid.rows - 1, column: 0 };
    const row = clamp(from.row + step[0], this.grid.rows);
    const column = clamp(from.column + step[1], this.triangular ? row + 1 : this.grid.columns);
    this.#tell('cell-point', { row, column });
  }

  #tell(name: 'cell-point' | 'cell-select', cell: Cell | undefined): void {
    if (cell && this.triangular && cell.column > cell.row) return;
    this.dispatchEvent(detailEvent(name, cell));
  }

  #cellUnder({ offsetX, offsetY }: MouseEvent): Cell | undefined {
    return this.grid && cellAt(offsetX - GUTTER, offsetY - TOP, this.#size, this.grid);
  }

  /** The side of the square in px. */
  get #size(): number {
    return Math.max(80, Math.min(this.clientWidth - GUTTER, 460));
  }

  /** The canvas has device pixels, so that the labels are sharp on dense screens; all code below draws in CSS px. */
  #draw(): void {
    const canvas = this.renderRoot.querySelector('canvas');
    const context = canvas?.getContext('2d');
    if (!canvas || !context || !this.grid) return;
    const size = this.#size;
    const scale = devicePixelRatio;
    canvas.width = (size + GUTTER) * scale;
    canvas.height = (TOP + size + GUTTER) * scale;
    canvas.style.width = `${size + GUTTER}px`;
    canvas.style.height = `${TOP + size + GUTTER}px`;
    context.scale(scale, scale);
    context.translate(0, TOP);
    drawCells(context, this.grid, { size, scale, triangular: this.triangular, range: this.range, most: this.most });
    drawLabels(context, this.labels, size);
    if (this.cursor) drawCursor(context, this.cursor, this.grid, size);
  }

  static override styles = css`
    :host { display: block; min-width: 0; }
    canvas { display: block; max-width: 100%; cursor: crosshair; outline-offset: 2px; border-radius: 2px; }
    canvas:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
  `;
}
customElements.define('ts-heat-map', HeatMap);

interface CellOptions {
  /** In CSS px. */
  readonly size: number;
  /** Device pixels in one of these. */
  readonly scale: number;
  readonly triangular: boolean;
  readonly range: Range | undefined;
  readonly most: number | undefined;
}

/**
 * Pools to at most one cell per device pixel: the browser would skip cells where it shrinks the picture.
 */
function drawCells(
  context: CanvasRenderingContext2D,
  grid: Grid,
  { size, scale, triangular, range, most }: CellOptions,
): void {
  const { rows, columns, values } = pooled(range ? levelsOf(grid, range) : grid, Math.floor(size * scale));
  const { sequential, diverging, border } = chartTheme();
  const ofSign = most === undefined ? undefined : (value: number) => signedLevel(value / (most || 1));
  const levels = range ? (i: number) => values[i] : triangleLevels(values, columns, triangular, ofSign);
  const image = cellImage(columns, rows, ofSign ? diverging : sequential, levels);
  const cells = new OffscreenCanvas(columns, rows);
  cells.getContext('2d')?.putImageData(image, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(cells, GUTTER, 0, size, size);
  context.strokeStyle = border;
  context.lineWidth = 1;
  context.beginPath();
  if (triangular) drawStairs(context, rows, size);
  else context.rect(GUTTER + 0.5, 0.5, size - 1, size - 1);
  context.stroke();
}

/** Outlines the lower triangle, one stair for each row. The half pixels keep a line of 1 px sharp. */
function drawStairs(context: CanvasRenderingContext2D, rows: number, size: number): void {
  const step = size / rows;
  context.moveTo(GUTTER + 0.5, 0.5);
  for (let row = 0; row < rows; row++) {
    context.lineTo(GUTTER + (row + 1) * step - 0.5, row * step + 0.5);
    context.lineTo(GUTTER + (row + 1) * step - 0.5, (row + 1) * step - 0.5);
  }
  context.lineTo(GUTTER + 0.5, size - 0.5);
  context.closePath();
}

function drawLabels(context: CanvasRenderingContext2D, labels: readonly string[], size: number): void {
  const step = labelStep(labels.length, size, LABEL_PX);
  const cell = size / labels.length;
  context.fillStyle = chartTheme().muted;
  context.font = `11px ${getComputedStyle(document.body).getPropertyValue('--vscode-editor-font-family') || 'monospace'}`;
  context.textAlign = 'right';
  context.textBaseline = 'middle';
  for (let i = 0; i < labels.length; i += step) {
    context.fillText(labels[i], GUTTER - 6, (i + 0.5) * cell, GUTTER - 8);
    context.save();
    context.translate(GUTTER + (i + 0.5) * cell, size + 6);
    context.rotate(-Math.PI / 2);
    context.fillText(labels[i], 0, 0, GUTTER - 8);
    context.restore();
  }
}

/** Marks the whole row, since a row is one query's distribution, and the cell in it. */
function drawCursor(context: CanvasRenderingContext2D, { row, column }: Cell, grid: Grid, size: number): void {
  const width = size / grid.columns;
  const height = size / grid.rows;
  context.strokeStyle = chartTheme().accent;
  context.lineWidth = 1;
  context.strokeRect(GUTTER + 0.5, row * height - 0.5, size - 1, height + 1);
  context.lineWidth = 2;
  context.strokeRect(GUTTER + column * width, row * height, width, height);
}

function clamp(index: number, below: number): number {
  return Math.max(0, Math.min(below - 1, index));
}
