// Draws signed numbers as a grid of coloured cells, each of which can be reached and chosen. Knows numbers and names, no
// layers.
import { css, html, LitElement, nothing, svg } from 'lit';
import { detailEvent } from '../events/detailEvent.ts';
import { chartTheme, colorAt } from '../theme/theme.ts';
import { byMouse } from './byMouse.ts';
import { Redraw } from './redraw.ts';
import { type CellPlace, cellTowards, gridLayout, type SignedCells } from './signedGridLayout.ts';

/** Room above for the labels of columns, in px: lying, and upright. */
const TOP = 16;
const UPRIGHT_TOP = 64;
/** From this share of the strongest on, a cell below 0 has a minus sign: both ends of the scale are as light or dark. */
const SIGNED_FROM = 0.08;

/**
 * Sends `cell-point` with the cell that the pointer or the keys reach (undefined when they leave), and `cell-choose` with
 * the one that was clicked or confirmed. The owner answers by setting `chosen`.
 */
export class SignedGrid extends LitElement {
  static override properties = {
    cells: { attribute: false },
    most: { type: Number },
    rowLabels: { attribute: false },
    columnLabels: { attribute: false },
    upright: { type: Boolean },
    apart: { type: Number },
    gutter: { type: Number },
    chosen: { attribute: false },
    nameOf: { attribute: false },
    label: { type: String },
    reached: { state: true },
  };
  declare cells: SignedCells;
  /** The number at the strong ends of the scale, which is even and symmetrical about 0. */
  declare most: number;
  declare rowLabels: readonly string[];
  declare columnLabels: readonly string[];
  /** Whether these are turned, since they are longer than a column is wide. */
  declare upright: boolean;
  /** How many of the last columns are set apart. */
  declare apart: number;
  /** Room for the labels of rows, in px. */
  declare gutter: number;
  declare chosen: CellPlace | undefined;
  /** The name of a cell with its number, for screen readers. */
  declare nameOf: (row: number, column: number) => string;
  declare label: string;
  /** The cell that Tab leads to: the one that the keys reached last. */
  declare reached: CellPlace;

  constructor() {
    super();
    new Redraw(this, () => this.requestUpdate(), { onResize: true });
    this.cells = { rows: 0, columns: 0, values: [] };
    this.most = 1;
    this.rowLabels = [];
    this.columnLabels = [];
    this.upright = false;
    this.apart = 0;
    this.gutter = 22;
    this.nameOf = () => '';
    this.label = '';
    this.reached = { row: 0, column: 0 };
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('chosen') && this.chosen) this.reached = this.chosen;
    const { rows, columns } = this.cells;
    if (this.reached.row >= rows || this.reached.column >= columns) this.reached = { row: 0, column: 0 };
  }

  override render() {
    const { rows, columns } = this.cells;
    const above = this.upright ? UPRIGHT_TOP : TOP;
    const top = this.columnLabels.length > 0 ? above : 2;
    const room = this.clientWidth;
    const layout = gridLayout(this.cells, { apart: this.apart, left: this.gutter, top, room });
    const middle = layout.cell / 2;
    const indices = (count: number) => Array.from({ length: count }, (_, i) => i);
    return html`<svg width=${layout.width} height=${layout.height} role="group" aria-label=${this.label} @keydown=${this.#onKey} @pointerleave=${byMouse(() => this.#tell('cell-point', undefined))} @focusout=${() => this.#tell('cell-point', undefined)}>
      <g aria-hidden="true">${this.columnLabels.map((name, column) => this.#columnLabel(name, layout.x(column) + middle, top))}
      ${this.rowLabels.map((name, row) => svg`<text x=${this.gutter - 6} y=${layout.y(row) + middle + 4} text-anchor="end">${name}</text>`)}</g>
      ${indices(rows).map((row) => indices(columns).map((column) => this.#cell({ row, column }, layout.x(column), layout.y(row), layout.cell)))}</svg>`;
  }

  #columnLabel(name: string, x: number, top: number) {
    if (!this.upright) return svg`<text x=${x} y=${top - 5} text-anchor="middle">${name}</text>`;
    return svg`<text class="upright" transform="translate(${x + 3} ${top - 4}) rotate(-90)">${name}</text>`;
  }

  #cell({ row, column }: CellPlace, x: number, y: number, side: number) {
    const share = this.#shareOf(row, column);
    const { diverging, foreground } = chartTheme();
    const ink = share < -0.5 ? colorAt(diverging, 0.5) : foreground; // the middle of the scale is the background
    const isChosen = row === this.chosen?.row && column === this.chosen.column;
    const isReached = row === this.reached.row && column === this.reached.column;
    const point = () => this.#tell('cell-point', { row, column });
    const minus =
      share < -SIGNED_FROM
        ? svg`<path d="M${x + side * 0.3} ${y + side / 2}h${side * 0.4}" stroke=${ink} stroke-width="1.5"></path>`
        : nothing;
    const isMissing = Number.isNaN(share);
    return svg`<g class="cell ${isChosen ? 'chosen' : ''} ${isMissing ? 'missing' : ''}" role="button" aria-label=${this.nameOf(row, column)} aria-pressed=${isChosen} tabindex=${isReached ? 0 : -1}
      data-row=${row} data-column=${column} @click=${() => this.#tell('cell-choose', { row, column })} @pointerenter=${byMouse(point)} @focus=${point}>
      <rect x=${x} y=${y} width=${side} height=${side} rx="2" fill=${isMissing ? 'none' : colorAt(diverging, (share + 1) / 2)} pointer-events="all"></rect>${minus}</g>`;
  }

  /** From −1 to 1. */
  #shareOf(row: number, column: number): number {
    return this.cells.values[row * this.cells.columns + column] / (this.most || 1);
  }

  #tell(name: 'cell-point' | 'cell-choose', cell: CellPlace | undefined): void {
    this.dispatchEvent(detailEvent(name, cell));
  }

  #onKey(event: KeyboardEvent): void {
    const { row, column } = (event.target as SVGElement).dataset;
    if (row === undefined || column === undefined) return;
    const here = { row: Number(row), column: Number(column) };
    const to = cellTowards(event.key, here, this.cells);
    const confirms = event.key === 'Enter' || event.key === ' ';
    if (!to && !confirms) return;
    event.preventDefault();
    if (confirms) this.#tell('cell-choose', here);
    if (!to) return;
    this.reached = to;
    this.renderRoot.querySelector<SVGElement>(`[data-row="${to.row}"][data-column="${to.column}"]`)?.focus();
  }

  static override styles = css`
    :host { display: block; min-width: 0; overflow-x: auto; }
    svg { display: block; overflow: visible; }
    text { fill: var(--vscode-descriptionForeground); font-family: var(--vscode-font-family); font-size: 10px; font-variant-numeric: tabular-nums; }
    .upright { font-family: var(--vscode-editor-font-family); white-space: pre; }
    .missing rect { stroke-dasharray: 2 3; }
    .cell { cursor: pointer; outline: none; }
    rect { stroke: var(--ts-hairline); stroke-width: 1; }
    .cell:hover rect { stroke: var(--vscode-focusBorder); }
    .chosen rect { stroke: var(--vscode-foreground); stroke-width: 2; }
    .cell:focus-visible rect { stroke: var(--vscode-focusBorder); stroke-width: 3; }
  `;
}
customElements.define('ts-signed-grid', SignedGrid);
