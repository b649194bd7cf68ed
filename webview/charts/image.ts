// Draws a matrix of signed numbers, one pixel for each, on the scale of its own spread. Knows numbers only.
import { css, html, LitElement } from 'lit';
import { short } from '../text/numbers.ts';
import { chartTheme } from '../theme/theme.ts';
import { byMouse } from './byMouse.ts';
import { cellImage, drawImage } from './cells.ts';
import { Redraw } from './redraw.ts';
import { DEVIATIONS } from './strips.ts';

/** The height follows the number of rows within these limits, all in px. */
const LEAST_HEIGHT = 60;
const MOST_HEIGHT = 320;
const ROW_PX = 6;

export class MatrixImage extends LitElement {
  static override properties = {
    rows: { type: Number },
    columns: { type: Number },
    values: { attribute: false },
    label: { type: String },
    pointed: { state: true },
  };
  declare rows: number;
  declare columns: number;
  declare values: ArrayLike<number>;
  declare label: string;
  declare pointed: { readonly row: number; readonly column: number } | undefined;

  constructor() {
    super();
    new Redraw(this, () => this.#draw());
    this.rows = 0;
    this.columns = 0;
    this.values = [];
    this.label = '';
  }

  override render() {
    const height = Math.max(LEAST_HEIGHT, Math.min(MOST_HEIGHT, this.rows * ROW_PX));
    return html`<canvas role="img" aria-label=${this.label} .style=${`height: ${height}px`} @pointermove=${this.#point} @pointerleave=${byMouse(() => (this.pointed = undefined))}></canvas>
      <p>${this.pointed ? `[${this.pointed.row}, ${this.pointed.column}] ${short(this.values[this.pointed.row * this.columns + this.pointed.column])}` : `${this.rows} × ${this.columns}`}</p>`;
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has('values')) this.#draw();
  }

  #point({ offsetX, offsetY, target }: PointerEvent): void {
    const { clientWidth, clientHeight } = target as HTMLElement;
    const row = Math.floor((offsetY / clientHeight) * this.rows);
    const column = Math.floor((offsetX / clientWidth) * this.columns);
    this.pointed = row >= 0 && row < this.rows && column >= 0 && column < this.columns ? { row, column } : undefined;
  }

  /** The scale ends at ± DEVIATIONS root mean squares; −limit … 0 … limit become the levels 0 … 0.5 … 1. */
  #draw(): void {
    const { values, columns, rows } = this;
    if (values.length === 0) return;
    let squares = 0;
    for (let i = 0; i < values.length; i++) squares += values[i] ** 2;
    const limit = DEVIATIONS * Math.sqrt(squares / values.length) || 1;
    const image = cellImage(columns, rows, chartTheme().diverging, (i) => 0.5 + values[i] / limit / 2);
    drawImage(this.renderRoot.querySelector('canvas'), image);
  }

  static override styles = css`
    canvas { width: 100%; display: block; image-rendering: pixelated; border-radius: 2px; outline: 1px solid var(--ts-hairline); cursor: crosshair; }
    p { margin: 4px 0 0; font-size: 11px; color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; }
  `;
}
customElements.define('ts-image', MatrixImage);
