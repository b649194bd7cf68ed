// The parts as a tree to walk through by keys, with check boxes (the ARIA tree pattern). Only the rows in sight are in the
// document: a report may have 50,000. Knows rows, not where they come from.
import { html, LitElement, nothing, type PropertyValues } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { byMouse } from '../charts/byMouse.ts';
import { markPointed } from '../charts/pointedElement.ts';
import { detailEvent } from '../events/detailEvent.ts';
import { t } from '../text/l10n.ts';
import { groupStyles } from '../theme/groups.ts';
import type { Checks } from './checks.ts';
import type { ContextEvent, Passed } from './contextState.ts';
import { type ContextRow, rowBeginningWith } from './rows.ts';
import { actOn, treeKey } from './treeKeys.ts';
import { ROW_HEIGHT, treeRow } from './treeRow.ts';
import { treeStyles } from './treeStyles.ts';
import { TypeAhead } from './typeAhead.ts';

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
    markPointed(this.renderRoot, 'row', id);
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
      @keydown=${this.#onKey} @click=${this.#onClick} @dblclick=${this.#onDoubleClick} @pointerover=${byMouse(this.#onPoint)} @pointerleave=${byMouse(() => this.#tell({ kind: 'point', id: undefined }))}>${repeat(
        shown,
        ({ row }) => row.node.id,
        ({ row, at }) =>
          treeRow(row, {
            at,
            isActive: at === active,
            checks: this.checks,
            whole: this.tokens,
            where: this.where.get(row.node.id),
          }),
      )}</div>`;
  }

  #tell(event: ContextEvent | Passed): void {
    this.dispatchEvent(detailEvent('context-event', event, { bubbles: true, composed: true }));
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
    else for (const event of actOn(row)) this.#tell(event);
  }

  #onDoubleClick({ target }: Event): void {
    const row = this.#rowOf(target);
    if (row?.expanded === undefined || !row.node.place || (target as HTMLElement).dataset.part) return;
    this.#tell({ kind: 'expand', ids: [row.node.id], open: !row.expanded });
  }

  #onKey(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.rows[this.#at]) return;
    const page = Math.max(1, Math.floor(this.height / ROW_HEIGHT) - 1);
    const events = treeKey(event.key, { rows: this.rows, at: this.#at, page });
    if (!events && event.key.length > 1) return;
    for (const one of events ?? this.#beginningWith(event)) this.#tell(one);
    event.preventDefault();
  }

  #beginningWith({ key, timeStamp }: KeyboardEvent): readonly ContextEvent[] {
    const to = rowBeginningWith(this.rows, this.#typed.with(key, timeStamp), this.#at);
    return to === undefined ? [] : [{ kind: 'active', id: this.rows[to].node.id }];
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
