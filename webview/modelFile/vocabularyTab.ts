// The vocabulary to look through: search by text, id or bytes, by kind, and with each entry the merge that makes it.
import { css, html, LitElement, nothing, type PropertyValues } from 'lit';
import type { TokenizerFacts, VocabularyEntry, VocabularyQuery } from '../../src/contract/modelFile.ts';
import '../stops/choice.ts';
import { formatNumber, t } from '../text/l10n.ts';
import { short } from '../text/numbers.ts';
import { hexBytes, visibleParts } from '../text/visibleText.ts';
import type { FileHost } from './fileHost.ts';
import { searchBar, searchStyles } from './searchBar.ts';
import { introduction, introductionStyles, isWhole, WHOLE } from './vocabularyIntroduction.ts';
import { VocabularyPages } from './vocabularyPages.ts';
import { kindName, kinds, mergeView } from './vocabularyWords.ts';
import './virtualGrid.ts';
import type { GridEvent } from './gridKeys.ts';
import type { GridColumn, VirtualGrid } from './virtualGrid.ts';
import { failedView, workStyles } from './work.ts';

/** A search waits until the keys rest. */
const REST_MS = 120;

export class VocabularyTab extends LitElement {
  static override properties = {
    host: { attribute: false },
    facts: { attribute: false },
    query: { state: true },
    pages: { state: true },
    failed: { state: true },
    active: { state: true },
  };
  declare host: FileHost;
  declare facts: TokenizerFacts | undefined;
  declare query: VocabularyQuery;
  declare pages: VocabularyPages | undefined;
  declare failed: string | undefined;
  declare active: number;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #searched: VocabularyQuery | undefined;
  #cellsOf = (_row: number) => ({});

  constructor() {
    super();
    this.query = WHOLE;
    this.active = -1;
  }

  override disconnectedCallback(): void {
    clearTimeout(this.#rest);
    super.disconnectedCallback();
  }

  override updated(changed: PropertyValues<this>): void {
    if (changed.has('query') || changed.has('host')) this.#plan(changed.get('query') === undefined ? 0 : REST_MS);
  }

  #plan(ms: number): void {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => void this.#search(), ms);
  }

  async #search(): Promise<void> {
    const { query } = this;
    this.#searched = query;
    const answer = await this.host.search(query);
    if (this.#searched !== query) return;
    this.failed = answer.kind === 'failed' ? answer.words : undefined;
    if (answer.kind !== 'answered') return;
    const pages = new VocabularyPages(answer.value.ids, this.host, () => {
      if (this.pages === pages) this.#redraw();
    });
    this.pages = pages;
    this.active = -1;
    this.#redraw();
  }

  #redraw(): void {
    const { pages } = this;
    this.#cellsOf = (row) => {
      const entry = pages?.at(row);
      return entry ? cellsOf(entry) : { id: String(pages?.ids[row] ?? ''), piece: '…' };
    };
    this.requestUpdate();
  }

  override render() {
    const { pages, facts, failed, query } = this;
    if (failed !== undefined) return html`<div class="alone">${failedView(failed)}</div>`;
    const all = facts ? formatNumber(facts.size) : '…';
    const found = pages ? t('{0} of {1} entries', formatNumber(pages.ids.length), all) : t('Reading the vocabulary…');
    const options = [
      { value: 'all', label: t('all kinds') },
      ...kinds.map((kind) => ({ value: kind, label: kindName(kind) })),
    ];
    const isLongest = query.order === 'longest';
    const more = html`<ts-choice class="kind" label=${t('Kind')} .options=${options} .value=${query.kind} @choose=${({ detail }: CustomEvent<VocabularyQuery['kind']>) => this.#ask({ kind: detail })}></ts-choice>
      <button class="toggle" data-action="longest" aria-pressed=${isLongest} @click=${() => this.#ask({ order: isLongest ? 'id' : 'longest' })}>${t('Longest First')}</button>`;
    return html`${searchBar({ text: query.text, label: t('Search by text, id, or bytes as 0xE8B1'), found, more, onText: (text) => this.#ask({ text }), onDown: () => this.#enterGrid() })}
      ${isWhole(query) ? introduction(facts, (change) => this.#ask(change)) : nothing}
      <ts-virtual-grid .columns=${columns(facts)} .count=${pages?.ids.length ?? 0} .cellsOf=${this.#cellsOf} .active=${this.active} .label=${t('Vocabulary')} @grid-event=${this.#onGrid}></ts-virtual-grid>
      ${pages && pages.ids.length === 0 ? html`<p class="none">${t('No entry is written so.')}</p>` : nothing}`;
  }

  #ask(change: Partial<VocabularyQuery>): void {
    this.query = { ...this.query, ...change };
  }

  #enterGrid(): void {
    if (this.active < 0 && this.pages && this.pages.ids.length > 0) this.active = 0;
    this.renderRoot.querySelector<VirtualGrid>('ts-virtual-grid')?.focus();
  }

  #onGrid({ detail }: CustomEvent<GridEvent>): void {
    if (detail.kind === 'active') this.active = detail.row;
    else if (detail.kind === 'sight') void this.pages?.fetch(detail.first, detail.last);
    else if (detail.kind === 'act') void this.host.copy(this.pages?.at(detail.row)?.written ?? '');
  }

  static override styles = [
    searchStyles,
    workStyles,
    introductionStyles,
    css`
      :host { position: relative; display: flex; flex-direction: column; min-height: 0; flex: 1; }
      ts-virtual-grid { flex: 1; }
      .alone { padding: 12px; }
      .none { position: absolute; top: 80px; left: 12px; margin: 0; color: var(--vscode-descriptionForeground); }
    `,
  ];
}
customElements.define('ts-vocabulary', VocabularyTab);

function columns(facts: TokenizerFacts | undefined): readonly GridColumn[] {
  const hasMerges = (facts?.merges ?? 0) > 0;
  return [
    { id: 'id', label: t('Id'), width: '62px', numeric: true },
    { id: 'piece', label: t('Stands For'), width: 'minmax(110px, 1.2fr)' },
    { id: 'written', label: t('Written'), width: 'minmax(90px, 1fr)', from: 620 },
    { id: 'bytes', label: t('Bytes'), width: 'minmax(90px, 0.8fr)', from: 480 },
    { id: 'kind', label: t('Kind'), width: '84px', from: 320 },
    ...(hasMerges
      ? [
          { id: 'merge', label: t('Made Of'), width: 'minmax(110px, 1fr)' },
          { id: 'rank', label: t('Rank'), width: '72px', numeric: true, from: 400 },
        ]
      : [{ id: 'score', label: t('Score'), width: '72px', numeric: true }]),
  ];
}

function cellsOf({ id, written, text, bytes, kind, merge, score }: VocabularyEntry) {
  const piece = html`<span class="piece">${visibleParts({ text, bytes }).map((part) => (part.kind === 'sign' ? html`<span class="sign">${part.text}</span>` : part.text))}</span>`;
  return {
    id: String(id),
    piece: kind === 'unused' ? html`<span class="quiet">–</span>` : piece,
    written: html`<span class="code quiet">${written}</span>`,
    bytes: html`<span class="code quiet">${hexBytes(bytes)}</span>`,
    kind: kind === 'normal' ? html`<span class="quiet">${kindName(kind)}</span>` : kindName(kind),
    merge: merge ? mergeView(merge) : nothing,
    rank: merge ? formatNumber(merge.rank) : '',
    score: score === undefined ? '' : short(score),
  };
}
