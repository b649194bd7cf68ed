// Draws rows that each picked a few of many columns, the strength of a pick as its colour, and above them as bars how often
// each column was picked. Rows and columns can be reached and chosen. Knows numbers and names, no tokens and experts.
import { html, LitElement, nothing, svg } from 'lit';
import { detailEvent } from '../events/detailEvent.ts';
import { chartTheme, colorAt } from '../theme/theme.ts';
import {
  barHeight,
  gutterOf,
  nameStep,
  type PickGridLayout,
  pickGridLayout,
  ROW,
  scrolledTo,
} from './pickGridLayout.ts';
import { pickGridStyles } from './pickGridStyles.ts';
import { reachedByKey } from './reachedByKey.ts';
import { Redraw } from './redraw.ts';

/** What the rows picked, the same number each. */
export interface Picks {
  readonly each: number;
  /** Columns. [rows, each] */
  readonly columns: ArrayLike<number>;
  /** Not below 0. [rows, each] */
  readonly strengths: ArrayLike<number>;
}

export interface Pick {
  readonly row: number;
  readonly column: number;
}

/**
 * Sends `row-choose` and `column-choose` with a number, and `pick-choose` with a cell that was clicked. The owner answers by
 * setting `chosenRow` and `chosenColumn`. Columns can be chosen by themselves only where they have bars.
 */
export class PickGrid extends LitElement {
  static override properties = {
    picks: { attribute: false },
    columns: { type: Number },
    most: { type: Number },
    counts: { attribute: false },
    even: { type: Number },
    rowLabels: { attribute: false },
    chosenRow: { type: Number },
    chosenColumn: { type: Number },
    rowName: { attribute: false },
    columnName: { attribute: false },
    pickName: { attribute: false },
    label: { type: String },
    rowsLabel: { type: String },
    columnsLabel: { type: String },
  };
  declare picks: Picks;
  declare columns: number;
  /** The strength at the strong end of the colours, which grow with the square root: most strengths are small. */
  declare most: number;
  /** How often each column was picked, for the bars; empty where there are none. [columns] */
  declare counts: ArrayLike<number>;
  /** What each of them would be if all were the same: a dashed line. */
  declare even: number;
  declare rowLabels: readonly string[];
  declare chosenRow: number | undefined;
  declare chosenColumn: number | undefined;
  /** Names with their numbers, for screen readers and tool tips. */
  declare rowName: (row: number) => string;
  declare columnName: (column: number) => string;
  declare pickName: (row: number, column: number, strength: number) => string;
  declare label: string;
  declare rowsLabel: string;
  declare columnsLabel: string;

  constructor() {
    super();
    new Redraw(this, () => this.requestUpdate(), { onResize: true });
    this.picks = { each: 0, columns: [], strengths: [] };
    this.columns = 0;
    this.most = 1;
    this.counts = [];
    this.even = 0;
    this.rowLabels = [];
    this.rowName = String;
    this.columnName = String;
    this.pickName = () => '';
    this.label = this.rowsLabel = this.columnsLabel = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('scroll', this.#stick);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('scroll', this.#stick);
  }

  /** The names of rows stay where the columns scroll below them. A saved picture leaves styles out, and so has them in place. */
  readonly #stick = (): void => {
    const rows = this.renderRoot.querySelector<SVGElement>('.rows');
    if (rows) rows.style.transform = `translateX(${this.scrollLeft}px)`;
  };

  /** What was chosen elsewhere is in sight here, too. */
  override updated(changed: Map<string, unknown>): void {
    if (!changed.has('chosenColumn') || this.chosenColumn === undefined) return;
    const { clientWidth: room, scrollLeft: scrolled } = this;
    const gutter = gutterOf(this.rowLabels);
    const { x } = this.#layout();
    this.scrollLeft = scrolledTo(x(this.chosenColumn), { gutter, room, scrolled });
    this.#stick();
  }

  #layout(): PickGridLayout {
    const size = { rows: this.rowLabels.length, columns: this.columns };
    return pickGridLayout(size, {
      gutter: gutterOf(this.rowLabels),
      room: this.clientWidth,
      bars: this.counts.length > 0,
    });
  }

  override render() {
    const { chosenColumn, chosenRow } = this;
    const at = this.#layout();
    const gutter = at.x(0);
    const { width, height } = at;
    const lines = this.rowLabels.map((_, row) => `M${gutter} ${at.y(row + 1) + 0.5}H${width}`).join('');
    return html`<svg width=${width} height=${height} role="group" aria-label=${this.label}>
      <path class="lines" d="M${gutter} ${at.top + 0.5}H${width}${lines}"></path>
      ${chosenRow === undefined ? nothing : svg`<rect class="band" x=${gutter} y=${at.y(chosenRow)} width=${width - gutter} height=${ROW}></rect>`}
      ${chosenColumn === undefined ? nothing : svg`<rect class="band" x=${at.x(chosenColumn)} y="0" width=${at.column} height=${height}></rect>`}
      ${this.#columns(at)}${this.#picks(at)}${this.#rows(at)}</svg>`;
  }

  #columns(at: PickGridLayout) {
    const step = nameStep(at.column);
    const names = Array.from({ length: this.columns }, (_, column) => {
      const isNamed = column % step === 0 || column === this.chosenColumn;
      return isNamed && !(column !== this.chosenColumn && nextTo(column, this.chosenColumn, step))
        ? svg`<text class=${column === this.chosenColumn ? 'chosen' : ''} x=${at.x(column) + at.column / 2} y=${at.top - 5} text-anchor="middle">${column}</text>`
        : nothing;
    });
    if (this.counts.length === 0) return svg`<g aria-hidden="true">${names}</g>`;
    const even = at.ground - barHeight(this.even, this);
    const reached = this.chosenColumn ?? 0;
    return svg`<g aria-hidden="true">${names}</g>
      <g class="columns" role="group" aria-label=${this.columnsLabel} @keydown=${this.#onKey}>${Array.from(
        this.counts,
        (count, column) => {
          const high = barHeight(count, this);
          return svg`<g class="column" role="button" data-at=${column} aria-label=${this.columnName(column)} aria-pressed=${column === this.chosenColumn} tabindex=${column === reached ? 0 : -1} @click=${() => this.#tell('column-choose', column)}>
          <title>${this.columnName(column)}</title><rect class="hit" x=${at.x(column)} y="1" width=${at.column} height=${at.top - 2}></rect>
          <rect class="bar" x=${at.x(column) + 1} y=${at.ground - high} width=${at.column - 2} height=${high}></rect></g>`;
        },
      )}</g>
      <path class="even" d="M${at.x(0)} ${even}H${at.width}"></path>`;
  }

  #picks(at: PickGridLayout) {
    const { sequential } = chartTheme();
    const { each, columns, strengths } = this.picks;
    return Array.from({ length: this.rowLabels.length * each }, (_, i) => {
      const [row, column] = [Math.floor(i / each), columns[i]];
      const fill = colorAt(sequential, Math.sqrt(strengths[i] / (this.most || 1)));
      return svg`<rect class="pick" data-row=${row} data-column=${column} x=${at.x(column) + 1} y=${at.y(row) + 2} width=${at.column - 1} height=${ROW - 3} rx="1.5" fill=${fill}
        @click=${() => this.#tell('pick-choose', { row, column } satisfies Pick)}><title>${this.pickName(row, column, strengths[i])}</title></rect>`;
    });
  }

  #rows(at: PickGridLayout) {
    const reached = this.chosenRow ?? 0;
    return svg`<g class="rows" role="group" aria-label=${this.rowsLabel} @keydown=${this.#onKey}><rect class="ground" x="0" y="0" width=${at.x(0) - 1} height=${at.height}></rect>${this.rowLabels.map(
      (
        name,
        row,
      ) => svg`<g class="row ${row === this.chosenRow ? 'chosen' : ''}" role="button" data-at=${row} aria-label=${this.rowName(row)} aria-pressed=${row === this.chosenRow} tabindex=${row === reached ? 0 : -1} @click=${() => this.#tell('row-choose', row)}>
        <title>${this.rowName(row)}</title><rect class="hit" x="1" y=${at.y(row) + 1} width=${at.x(0) - 4} height=${ROW - 1} rx="2"></rect><text x=${at.x(0) - 8} y=${at.y(row) + ROW / 2 + 4} text-anchor="end">${name}</text></g>`,
    )}</g>`;
  }

  #tell(name: 'row-choose' | 'column-choose' | 'pick-choose', detail: number | Pick): void {
    this.dispatchEvent(detailEvent(name, detail));
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const confirmed = reachedByKey(event);
    const isRow = (event.currentTarget as Element).classList.contains('rows');
    if (confirmed !== undefined) this.#tell(isRow ? 'row-choose' : 'column-choose', confirmed);
  };

  static override styles = pickGridStyles;
}
customElements.define('ts-pick-grid', PickGrid);

/** Whether the name of a column would run into that of the chosen one, which is always written. */
function nextTo(column: number, chosen: number | undefined, step: number): boolean {
  return chosen !== undefined && step > 1 && Math.abs(column - chosen) < step;
}
