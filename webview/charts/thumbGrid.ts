// Draws a grid of small heat maps, one of which is chosen; the arrow keys move the choice. Knows numbers, no layers and
// heads.
import { css, html, LitElement, nothing } from 'lit';
import { detailEvent } from '../events/detailEvent.ts';
import { chartTheme } from '../theme/theme.ts';
import { cellImage, drawImage, signedLevel, triangleLevels } from './cells.ts';
import { Redraw } from './redraw.ts';

export interface Thumb {
  readonly row: number;
  readonly column: number;
  /** Where the cell is in the window, if it was clicked: what it opens can grow out of it. */
  readonly from?: DOMRect;
}

/** Sends `thumb-choose` with the cell that the reader wants; the owner answers by setting `chosen`. */
export class ThumbGrid extends LitElement {
  static override properties = {
    rows: { type: Number },
    columns: { type: Number },
    rowLabels: { attribute: false },
    rowMarks: { attribute: false },
    columnLabels: { attribute: false },
    maps: { attribute: false },
    chosen: { attribute: false },
    label: { type: String },
    nameOf: { attribute: false },
    square: { type: Boolean },
    isSigned: { attribute: false },
  };
  declare rows: number;
  declare columns: number;
  declare rowLabels: readonly string[];
  /** A sign beside each row's label; none where it is empty. */
  declare rowMarks: readonly string[];
  declare columnLabels: readonly string[];
  /**
   * The map of a cell: a square of values from 0 to 1, or undefined while it is not known. The grid draws again when it
   * is given another function.
   */
  declare maps: (row: number, column: number) => ArrayLike<number> | undefined;
  declare chosen: Thumb;
  declare label: string;
  /** The name of a cell for screen readers and for its tool tip. */
  declare nameOf: (row: number, column: number) => string;
  /** Whether there is something above the diagonals, too. */
  declare square: boolean;
  /** Rows whose values are from -1 to 1, on the diverging colours. */
  declare isSigned: (row: number) => boolean;

  constructor() {
    super();
    new Redraw(this, () => this.#draw());
    this.rows = 0;
    this.columns = 0;
    this.rowLabels = [];
    this.rowMarks = [];
    this.columnLabels = [];
    this.maps = () => undefined;
    this.chosen = { row: 0, column: 0 };
    this.label = '';
    this.nameOf = () => '';
    this.square = false;
    this.isSigned = () => false;
  }

  override render() {
    const indices = (count: number) => Array.from({ length: count }, (_, i) => i);
    return html`<div class="grid" role="radiogroup" aria-label=${this.label} @keydown=${this.#onKey}>
      <div class="line" aria-hidden="true"><span class="corner"></span>${this.rowMarks.length > 0 ? html`<span class="mark"></span>` : nothing}${indices(this.columns).map((column) => html`<span class="head">${this.columnLabels[column]}</span>`)}</div>
      ${indices(this.rows).map(
        (row) =>
          html`<div class="line" role="presentation"><span class="side" aria-hidden="true">${this.rowLabels[row]}</span>${this.rowMarks[row] ? html`<span class="mark" aria-hidden="true">${this.rowMarks[row]}</span>` : nothing}${indices(this.columns).map((column) => this.#cell(row, column))}</div>`,
      )}
    </div>`;
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has('maps') || changed.has('rows') || changed.has('columns')) this.#draw();
    // The focus follows the choice only if it is in the grid already: another part of the page may have chosen.
    if (changed.has('chosen') && this.shadowRoot?.activeElement) this.#cellElement(this.chosen)?.focus();
  }

  /** Only the chosen cell can be reached with Tab, as in any group of radio buttons. */
  #cell(row: number, column: number) {
    const chosen = row === this.chosen.row && column === this.chosen.column;
    return html`<button role="radio" aria-checked=${chosen} aria-label=${this.nameOf(row, column)} title=${this.nameOf(row, column)}
      tabindex=${chosen ? 0 : -1} @click=${(event: MouseEvent) => this.#choose(row, column, event)}><canvas data-row=${row} data-column=${column}></canvas></button>`;
  }

  #cellElement({ row, column }: Thumb): HTMLElement | null | undefined {
    return this.renderRoot.querySelector(`canvas[data-row="${row}"][data-column="${column}"]`)?.parentElement;
  }

  #onKey(event: KeyboardEvent): void {
    const { row, column } = this.chosen;
    const target = {
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      Home: [row, 0],
      End: [row, this.columns - 1],
    }[event.key];
    if (!target) return;
    event.preventDefault();
    if (target[0] < 0 || target[0] >= this.rows || target[1] < 0 || target[1] >= this.columns) return;
    this.#choose(target[0], target[1]);
  }

  #choose(row: number, column: number, click?: MouseEvent): void {
    const from = (click?.currentTarget as Element | undefined)?.getBoundingClientRect();
    this.dispatchEvent(detailEvent('thumb-choose', { row, column, from } satisfies Thumb));
  }

  #draw(): void {
    const { sequential, diverging } = chartTheme();
    for (const canvas of this.renderRoot.querySelectorAll('canvas')) {
      const row = Number(canvas.dataset.row);
      const values = this.maps(row, Number(canvas.dataset.column));
      if (!values || values.length === 0) continue;
      const size = Math.round(Math.sqrt(values.length));
      const signed = this.isSigned(row);
      const levels = triangleLevels(values, size, !this.square, signed ? signedLevel : undefined);
      drawImage(canvas, cellImage(size, size, signed ? diverging : sequential, levels));
    }
  }

  static override styles = css`
    .grid { display: inline-flex; flex-direction: column; gap: 3px; }
    .line { display: flex; gap: 3px; align-items: center; }
    .corner, .side { width: 20px; text-align: right; padding-right: 3px; }
    .head { width: 28px; text-align: center; }
    .head, .side { font-size: 10px; color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; box-sizing: border-box; }
    .side { width: 23px; }
    .mark { width: 10px; flex: none; text-align: center; font-size: 10px; font-weight: 600; color: var(--vscode-foreground); }
    .corner { width: 23px; box-sizing: border-box; }
    button { width: 28px; height: 28px; padding: 1px; border: 1px solid var(--ts-hairline); border-radius: 3px; background: none; cursor: pointer; box-sizing: border-box; }
    button:hover { border-color: var(--vscode-focusBorder); }
    button[aria-checked='true'] { outline: 2px solid var(--vscode-focusBorder); outline-offset: 0; border-color: transparent; }
    button:focus-visible { outline: 2px solid var(--vscode-foreground); }
    canvas { width: 100%; height: 100%; display: block; image-rendering: pixelated; }
  `;
}
customElements.define('ts-thumb-grid', ThumbGrid);
