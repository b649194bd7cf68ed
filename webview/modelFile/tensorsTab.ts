// The tensors of a file as a table, and what is known of the one that is chosen. Knows no histogram.
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import type { FilePart, FileTensor } from '../../src/contract/modelFile.ts';
import { detailEvent } from '../events/detailEvent.ts';
import { formatBytes, formatNumber, t } from '../text/l10n.ts';
import type { FileHost } from './fileHost.ts';
import { searchBar, searchStyles } from './searchBar.ts';
import './tensorDetail.ts';
import { nextSort, shapeText, shownTensors } from './tensorRows.ts';
import './virtualGrid.ts';
import type { GridEvent } from './gridKeys.ts';
import type { GridColumn, GridSort, VirtualGrid } from './virtualGrid.ts';

export class TensorsTab extends LitElement {
  static override properties = {
    tensors: { attribute: false },
    parts: { attribute: false },
    host: { attribute: false },
    shares: { attribute: false },
    chosen: { type: String },
    text: { state: true },
    sort: { state: true },
  };
  declare tensors: readonly FileTensor[];
  declare parts: readonly FilePart[];
  declare host: FileHost;
  /** How far long work is, by its id. */
  declare shares: ReadonlyMap<string, number>;
  /** The name of the tensor that is chosen; empty where none is. */
  declare chosen: string;
  declare text: string;
  declare sort: GridSort | undefined;
  #rows: readonly number[] = [];
  #cellsOf = (_row: number) => ({});

  constructor() {
    super();
    this.tensors = [];
    this.parts = [];
    this.shares = new Map();
    this.chosen = '';
    this.text = '';
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!['tensors', 'text', 'sort'].some((name) => changed.has(name as keyof TensorsTab))) return;
    this.#rows = shownTensors(this.tensors, this.text, this.sort);
    this.#cellsOf = (row) => this.#cells(this.tensors[this.#rows[row]]);
  }

  get #grid(): VirtualGrid | null {
    return this.renderRoot.querySelector('ts-virtual-grid');
  }

  override render() {
    const rows = this.#rows;
    const active = rows.findIndex((at) => this.tensors[at].name === this.chosen);
    const chosen = this.tensors.find(({ name }) => name === this.chosen);
    const bytes = rows.reduce((sum, at) => sum + this.tensors[at].bytes, 0);
    const found = t(
      '{0} of {1} tensors · {2}',
      formatNumber(rows.length),
      formatNumber(this.tensors.length),
      formatBytes(bytes),
    );
    return html`${searchBar({ text: this.text, label: t('Search by name, type or shape'), found, onText: (text) => (this.text = text), onDown: () => this.#enterGrid() })}
      <div class="both">
        <ts-virtual-grid .columns=${this.#columns()} .count=${rows.length} .cellsOf=${this.#cellsOf} .active=${active} .sort=${this.sort} .label=${t('Tensors')} @grid-event=${this.#onGrid}></ts-virtual-grid>
        ${chosen ? html`<ts-tensor-detail .tensor=${chosen} .file=${this.parts[chosen.part]?.name ?? ''} .host=${this.host} .shares=${this.shares}></ts-tensor-detail>` : nothing}
      </div>
      ${rows.length === 0 ? html`<p class="none">${this.tensors.length === 0 ? t('This file has no tensors.') : t('No tensor is called so, is of that type or has that shape.')}</p>` : nothing}`;
  }

  #enterGrid(): void {
    if (this.chosen === '' && this.#rows.length > 0) this.#choose(0);
    this.#grid?.focus();
  }

  #columns(): readonly GridColumn[] {
    return [
      { id: 'name', label: t('Name'), width: 'minmax(150px, 1fr)', sortable: true },
      { id: 'type', label: t('Type'), width: '64px', sortable: true },
      { id: 'shape', label: t('Shape'), width: '126px', numeric: true, sortable: true },
      { id: 'bytes', label: t('Size'), width: '72px', numeric: true, sortable: true, from: 500 },
      { id: 'offset', label: t('Offset'), width: '112px', numeric: true, sortable: true, from: 760 },
      ...(this.parts.length > 1 ? [{ id: 'part', label: t('File'), width: '200px', from: 960 }] : []),
    ];
  }

  #cells({ name, type, shape, bytes, offset, part }: FileTensor) {
    return {
      name: html`<span class="code" title=${name}>${name}</span>`,
      type,
      shape: shapeText(shape),
      bytes: formatBytes(bytes),
      offset: html`<span class="quiet">${formatNumber(offset)}</span>`,
      part: html`<span class="quiet" title=${this.parts[part]?.name ?? ''}>${this.parts[part]?.name ?? ''}</span>`,
    };
  }

  #choose(row: number): void {
    const { name } = this.tensors[this.#rows[row]];
    this.dispatchEvent(detailEvent('tensor-chosen', name, { bubbles: true, composed: true }));
  }

  #onGrid({ detail }: CustomEvent<GridEvent>): void {
    if (detail.kind === 'sort') this.sort = nextSort(this.sort, detail.column);
    else if (detail.kind === 'active') this.#choose(detail.row);
    else if (detail.kind === 'act') void this.renderRoot.querySelector('ts-tensor-detail')?.measure();
  }

  static override styles = [
    searchStyles,
    css`
      :host { position: relative; display: flex; flex-direction: column; min-height: 0; flex: 1; container-type: inline-size; }
      .both { flex: 1; min-height: 0; display: flex; }
      ts-virtual-grid { flex: 1 1 auto; min-width: 0; }
      ts-tensor-detail { flex: none; width: min(340px, 38%); border-left: 1px solid var(--ts-hairline); }
      .none { position: absolute; top: 80px; left: 12px; margin: 0; color: var(--vscode-descriptionForeground); }
      @container (max-width: 719px) {
        .both { flex-direction: column; }
        ts-tensor-detail { width: auto; max-height: 52%; border-left: 0; border-top: 1px solid var(--ts-hairline); }
      }
    `,
  ];
}
customElements.define('ts-tensors', TensorsTab);
