// The parts as a tree to walk through by keys, with check boxes (the ARIA tree pattern). Only the rows in sight are in the
// document: a report may have 50,000. Knows rows, not where they come from.
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { formatNumber, t } from '../text/l10n.ts';
import { groupStyles } from '../theme/groups.ts';
import { groupOf } from './categories.ts';
import type { Checks } from './checks.ts';
import type { ContextEvent, Passed } from './contextState.ts';
import { changeOf } from './contextTree.ts';
import { changeText, labelOf, loadingWords, share, spokenName } from './nodeWords.ts';
import { type ContextRow, rowBeginningWith } from './rows.ts';
import { treeStyles } from './treeStyles.ts';
import { TypeAhead } from './typeAhead.ts';

const ROW_HEIGHT = 24;
/** Rows above and below those in sight, so that a wheel finds them there. */
const MORE = 8;

export class ContextTreeElement extends LitElement {
  static override properties = {
    rows: { attribute: false },
    active: { attribute: false },
    checks: { attribute: false },
    tokens: { attribute: false },
    where: { attribute: false },
    top: { state: true },
    height: { state: true },
  };
  declare rows: readonly ContextRow[];
  declare active: string | undefined;
  declare checks: Checks;
  /** The whole that shares are of. */
  declare tokens: number;
  declare where: ReadonlyMap<string, string>;
  declare top: number;
  declare height: number;

  readonly #typed = new TypeAhead();
  readonly #resize = new ResizeObserver(() => (this.height = this.clientHeight));

  constructor() {
    super();
    this.rows = [];
    this.where = new Map();
    this.top = 0;
    this.height = 0;
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

  /** Marks what is pointed at elsewhere. */
  pointAt(id: string | undefined): void {
    for (const one of this.renderRoot.querySelectorAll('[data-pointed]')) one.removeAttribute('data-pointed');
    const row = [...this.renderRoot.querySelectorAll<HTMLElement>('.row')].find((one) => one.dataset.id === id);
    row?.setAttribute('data-pointed', '');
  }

  get #at(): number {
    return Math.max(
      0,
      this.rows.findIndex(({ node }) => node.id === this.active),
    );
  }

  override render() {
    const first = Math.max(0, Math.floor(this.top / ROW_HEIGHT) - MORE);
    const last = Math.min(this.rows.length, Math.ceil((this.top + this.height) / ROW_HEIGHT) + MORE);
    const shown = this.rows.slice(first, last).map((row, i) => ({ row, at: first + i }));
    const active = this.#at;
    // Whatever has the focus has to be there, also where it was scrolled out of sight.
    if (this.rows.length > 0 && (active < first || active >= last)) shown.push({ row: this.rows[active], at: active });
    return html`<div class="rows" role="tree" tabindex="0" aria-label=${t('Parts')} aria-multiselectable="false"
      aria-activedescendant=${this.rows.length > 0 ? `row-${active}` : nothing} .style=${`height: ${this.rows.length * ROW_HEIGHT}px`}
      @keydown=${this.#onKey} @click=${this.#onClick} @dblclick=${this.#onDoubleClick} @pointerover=${this.#onPoint} @pointerleave=${() => this.#tell({ kind: 'point', id: undefined })}>${repeat(
        shown,
        ({ row }) => row.node.id,
        ({ row, at }) => this.#row(row, at, at === active),
      )}</div>`;
  }

  #row({ node, level, position, siblings, expanded }: ContextRow, at: number, isActive: boolean) {
    const state = this.checks.stateOf(node.id);
    const change = changeOf(node);
    const where = [this.where.get(node.id), loadingWords(node)].filter((one) => one !== undefined).join(' · ');
    return html`<div class="row" role="treeitem" id=${`row-${at}`} data-id=${node.id}
      aria-level=${level} aria-posinset=${position} aria-setsize=${siblings} aria-expanded=${expanded ?? nothing} aria-selected=${isActive}
      aria-checked=${state === 'some' ? 'mixed' : state === 'all'} ?data-out=${state === 'none'}
      .style=${`transform: translateY(${at * ROW_HEIGHT}px); --level: ${level - 1}`}>
      <span class="spoken">${spokenName(node, this.tokens)}</span><span class="columns" aria-hidden="true"><span class="twisty" data-part="twisty" ?hidden=${expanded === undefined}></span>
      <span class="box" data-part="box"></span>
      <span class="mark group group-${groupOf(node.category)}"></span>
      <span class="name"><span class="label">${labelOf(node)}</span>${where ? html`<span class="where">${where}</span>` : nothing}</span>
      ${change === undefined ? nothing : html`<span class="change" ?data-more=${change > 0}>${changeText(node)}</span>`}
      <span class="tokens">${formatNumber(node.tokens)}</span>
      <span class="track"><span class="fill" .style=${`--group: var(--ts-group-${groupOf(node.category)}); width: ${this.tokens > 0 ? (100 * node.tokens) / this.tokens : 0}%`}></span></span>
      <span class="share">${share(node.tokens, this.tokens)}</span></span>
    </div>`;
  }

  #tell(event: ContextEvent | Passed): void {
    this.dispatchEvent(new CustomEvent('context-event', { detail: event, bubbles: true, composed: true }));
  }

  #rowOf(target: EventTarget | null): ContextRow | undefined {
    const id = (target as Element | null)?.closest<HTMLElement>('.row')?.dataset.id;
    return this.rows.find(({ node }) => node.id === id);
  }

  #onPoint({ target }: Event): void {
    this.#tell({ kind: 'point', id: this.#rowOf(target)?.node.id });
  }

  #onClick({ target }: Event): void {
    const row = this.#rowOf(target);
    if (!row) return;
    const { id } = row.node;
    const part = (target as HTMLElement).dataset.part;
    this.#tell({ kind: 'active', id });
    if (part === 'box') this.#tell({ kind: 'check', id });
    else if (part === 'twisty') this.#tell({ kind: 'expand', ids: [id], open: !row.expanded });
    else this.#act(row);
  }

  #onDoubleClick({ target }: Event): void {
    const row = this.#rowOf(target);
    if (row?.expanded === undefined || !row.node.place || (target as HTMLElement).dataset.part) return;
    this.#tell({ kind: 'expand', ids: [row.node.id], open: !row.expanded });
  }

  /** What has a place is opened there, anything else shows or hides its parts. */
  #act({ node, expanded }: ContextRow): void {
    if (node.place && node.kind !== 'folder') this.#tell({ kind: 'open', id: node.id });
    else if (expanded !== undefined) this.#tell({ kind: 'expand', ids: [node.id], open: !expanded });
  }

  #onKey(event: KeyboardEvent): void {
    const at = this.#at;
    const row = this.rows[at];
    if (!row || event.ctrlKey || event.metaKey || event.altKey) return;
    if (this.#onTreeKey(event.key, row, at)) event.preventDefault();
    else if (event.key.length === 1) {
      const to = rowBeginningWith(this.rows, this.#typed.with(event.key, event.timeStamp), at);
      if (to !== undefined) this.#goTo(to);
      event.preventDefault();
    }
  }

  /** Whether the key means something to a tree. */
  #onTreeKey(key: string, row: ContextRow, at: number): boolean {
    const page = Math.max(1, Math.floor(this.height / ROW_HEIGHT) - 1);
    const last = this.rows.length - 1;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: last, PageDown: at + page, PageUp: at - page }[key];
    if (to !== undefined) this.#goTo(Math.max(0, Math.min(last, to)));
    else if (key === ' ') this.#tell({ kind: 'check', id: row.node.id });
    else if (key === 'Enter') this.#act(row);
    else if (key === 'ArrowRight') this.#inwards(row, at);
    else if (key === 'ArrowLeft') this.#outwards(row, at);
    else if (key === '*') this.#expandSiblings(row);
    else return false;
    return true;
  }

  #inwards({ node, expanded }: ContextRow, at: number): void {
    if (expanded) this.#goTo(at + 1);
    else if (expanded === false) this.#tell({ kind: 'expand', ids: [node.id], open: true });
  }

  #outwards({ node, expanded, level }: ContextRow, at: number): void {
    if (expanded) this.#tell({ kind: 'expand', ids: [node.id], open: false });
    else if (level > 1) this.#goTo(this.rows.findLastIndex((one, i) => i < at && one.level === level - 1));
  }

  /** Opens all rows of the same level that stand around it. */
  #expandSiblings({ level }: ContextRow): void {
    const ids = this.rows.filter((one) => one.level === level && one.expanded === false).map(({ node }) => node.id);
    this.#tell({ kind: 'expand', ids, open: true });
  }

  #goTo(at: number): void {
    this.#tell({ kind: 'active', id: this.rows[at].node.id });
  }

  /** The active row is brought into sight when it becomes the active one. */
  override updated(changed: PropertyValues<this>): void {
    if (!changed.has('active') || this.active === undefined) return;
    const top = this.#at * ROW_HEIGHT;
    if (top < this.scrollTop) this.scrollTop = top;
    else if (top + ROW_HEIGHT > this.scrollTop + this.clientHeight)
      this.scrollTop = top + ROW_HEIGHT - this.clientHeight;
  }

  static override styles = [groupStyles, treeStyles];
}
customElements.define('ts-context-tree', ContextTreeElement);
