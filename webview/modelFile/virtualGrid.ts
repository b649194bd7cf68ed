// A table of any length to walk through by keys (the ARIA grid pattern), sorted by its headings. Only the rows in sight are in the
// document. Knows columns and cells, not what they hold.
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { detailEvent } from '../events/detailEvent.ts';
import { type GridEvent, gridKey } from './gridKeys.ts';
import { GRID_HEADING, GRID_ROW, gridStyles } from './gridStyles.ts';

export interface GridColumn {
  readonly id: string;
  readonly label: string;
  /** A track of CSS's grid. */
  readonly width: string;
  readonly numeric?: boolean;
  readonly sortable?: boolean;
  /** It is left out where the grid is narrower, in pixels. */
  readonly from?: number;
}

export interface GridSort {
  readonly column: string;
  readonly descending: boolean;
}

export type Cell = string | TemplateResult | typeof nothing;

/** Rows above and below those in sight, so that a wheel finds them there. */
const MORE = 8;

export class VirtualGrid extends LitElement {
  static override properties = {
    columns: { attribute: false },
    count: { type: Number },
    cellsOf: { attribute: false },
    active: { type: Number },
    sort: { attribute: false },
    label: { type: String },
    top: { state: true },
    height: { state: true },
    width: { state: true },
  };
  declare columns: readonly GridColumn[];
  declare count: number;
  /** By column; a new function draws all rows anew. */
  declare cellsOf: (row: number) => Readonly<Record<string, Cell>>;
  /** The row with the focus; −1 where none is chosen. */
  declare active: number;
  declare sort: GridSort | undefined;
  declare label: string;
  declare top: number;
  declare height: number;
  declare width: number;

  #sight = '';
  readonly #resize = new ResizeObserver(() => {
    this.height = this.clientHeight;
    this.width = this.clientWidth;
  });

  constructor() {
    super();
    Object.assign(this, {
      columns: [],
      count: 0,
      cellsOf: () => ({}),
      active: -1,
      label: '',
      top: 0,
      height: 0,
      width: 0,
    });
    this.addEventListener('scroll', () => (this.top = this.scrollTop), { passive: true });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resize.observe(this);
  }

  override disconnectedCallback(): void {
    this.#resize.disconnect();
    super.disconnectedCallback();
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.grid')?.focus();
  }

  override render() {
    const columns = this.columns.filter(({ from = 0 }) => this.width >= from);
    const tracks = columns.map(({ width }) => width).join(' ');
    return html`<div class="grid" role="grid" tabindex="0" aria-label=${this.label} aria-rowcount=${this.count + 1} aria-colcount=${columns.length}
      aria-activedescendant=${this.active >= 0 && this.active < this.count ? `row-${this.active}` : nothing} .style=${`--tracks: ${tracks}`} @keydown=${this.#onKey}>
      <div class="head" role="row" aria-rowindex="1" @keydown=${this.#onHeadKey}>${columns.map((column, i) => this.#heading(column, i))}</div>
      <div class="rows" role="rowgroup" .style=${`height: ${this.count * GRID_ROW}px`} @click=${this.#onClick} @dblclick=${this.#onDoubleClick}>${repeat(
        this.#inSight(),
        (row) => row,
        (row) => this.#row(row, columns),
      )}</div>
    </div>`;
  }

  #heading({ id, label, numeric, sortable }: GridColumn, i: number) {
    const sorted = this.sort?.column === id ? (this.sort.descending ? 'descending' : 'ascending') : undefined;
    const inner = sortable
      ? html`<button tabindex=${i === 0 ? 0 : -1} data-sort=${id} @click=${() => this.#tell({ kind: 'sort', column: id })}>${label}<span class="arrow" aria-hidden="true">${sorted === undefined ? '' : sorted === 'ascending' ? '↑' : '↓'}</span></button>`
      : label;
    return html`<div role="columnheader" class=${numeric ? 'numeric' : ''} aria-sort=${sorted ?? nothing}>${inner}</div>`;
  }

  #row(row: number, columns: readonly GridColumn[]) {
    const cells = this.cellsOf(row);
    return html`<div class="row" role="row" id=${`row-${row}`} data-row=${row} aria-rowindex=${row + 2} aria-selected=${row === this.active} .style=${`transform: translateY(${row * GRID_ROW}px)`}>${columns.map(
      ({ id, numeric }) =>
        html`<div role="gridcell" class=${numeric ? 'numeric' : ''} data-cell=${id}>${cells[id]}</div>`,
    )}</div>`;
  }

  /** And the one with the focus, wherever it is. */
  #inSight(): readonly number[] {
    const [first, last] = this.#range();
    const rows = Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i);
    const isOut = this.active >= 0 && this.active < this.count && (this.active < first || this.active >= last);
    return isOut ? [...rows, this.active] : rows;
  }

  #range(): readonly [first: number, last: number] {
    const first = Math.max(0, Math.floor((this.top - GRID_HEADING) / GRID_ROW) - MORE);
    return [Math.min(first, this.count), Math.min(this.count, Math.ceil((this.top + this.height) / GRID_ROW) + MORE)];
  }

  #tell(event: GridEvent): void {
    this.dispatchEvent(detailEvent('grid-event', event));
  }

  #rowOf(target: EventTarget | null): number | undefined {
    const row = (target as Element | null)?.closest<HTMLElement>('.row')?.dataset.row;
    return row === undefined ? undefined : Number(row);
  }

  #onClick({ target }: Event): void {
    const row = this.#rowOf(target);
    if (row !== undefined) this.#tell({ kind: 'active', row });
  }

  #onDoubleClick({ target }: Event): void {
    const row = this.#rowOf(target);
    if (row !== undefined) this.#tell({ kind: 'act', row });
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || this.count === 0) return;
    if ((event.target as Element).closest('.head')) return;
    const page = Math.max(1, Math.floor(this.height / GRID_ROW) - 2);
    const told = gridKey(event.key, { count: this.count, at: this.active, page });
    if (!told) return;
    this.#tell(told);
    event.preventDefault();
  }

  #onHeadKey(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    const buttons = [...this.renderRoot.querySelectorAll<HTMLElement>('.head button')];
    buttons[buttons.indexOf(event.target as HTMLElement) + step]?.focus();
    event.preventDefault();
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('active') && this.active >= 0) this.#reveal();
    const [first, last] = this.#range();
    const sight = `${first} ${last} ${this.count}`;
    if (sight === this.#sight && !changed.has('cellsOf')) return;
    this.#sight = sight;
    this.#tell({ kind: 'sight', first, last });
  }

  #reveal(): void {
    const top = this.active * GRID_ROW;
    const room = this.clientHeight - GRID_HEADING;
    if (top < this.scrollTop) this.scrollTop = top;
    else if (top + GRID_ROW > this.scrollTop + room) this.scrollTop = top + GRID_ROW - room;
  }

  static override styles = gridStyles;
}
customElements.define('ts-virtual-grid', VirtualGrid);
