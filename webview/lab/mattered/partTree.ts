// The parts of a text as a tree: what each changed, as a bar around a zero line that all share, and beside it what share of
// attention went there. Knows answers, asks nothing.
import { css, html, LitElement, nothing } from 'lit';
import '../../charts/signedBar.ts';
import type { MatteredPart, RemovalMode } from '../../../src/contract/mattered.ts';
import type { Token } from '../../../src/contract/tokens.ts';
import { type SignedBar, signedBars } from '../../charts/signedBarLayout.ts';
import { t } from '../../text/l10n.ts';
import { percent, signed } from '../../text/numbers.ts';
import { type PartRow, pathOfLargest, rowsOf } from './partRows.ts';
import { attentionWords, changeWords, disagreementWords, kindName, partText, withoutChange } from './partWords.ts';

/** Characters of a part in its row, and where it is chosen. */
const IN_ROW = 72;
const IN_FULL = 400;

/** Sends `part-point` with the part that is pointed at, or nothing; `part-choose` with a chosen one; `part-reveal`. */
export class PartTree extends LitElement {
  static override properties = {
    question: { attribute: false },
    parts: { attribute: false },
    tokens: { attribute: false },
    mode: { type: String },
    isOver: { type: Boolean },
    chosen: { attribute: false },
    toggled: { state: true },
    reachable: { state: true },
  };
  /** Whose parts they are; those of another one are opened anew. */
  declare question: string | undefined;
  declare parts: readonly MatteredPart[];
  declare tokens: readonly Token[];
  declare mode: RemovalMode;
  /** Whether all is measured: then the way to the part that changed most is open. */
  declare isOver: boolean;
  /** Places in `parts`, as all that follow. */
  declare chosen: number | undefined;
  /** What the reader has opened or closed. */
  declare toggled: ReadonlyMap<number, boolean>;
  /** The row that Tab reaches. */
  declare reachable: number;

  constructor() {
    super();
    this.toggled = new Map();
    this.reachable = 0;
    this.isOver = false;
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has('question')) return;
    this.toggled = new Map();
    this.reachable = 0;
  }

  /** The row that Tab reaches. */
  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }

  override render() {
    const rows = this.#rows();
    const { zero, bars } = signedBars(rows.map(({ part }) => part.bits ?? 0));
    const most = Math.max(...rows.map(({ part }) => part.attention)) || 1;
    const reachable = rows.some(({ at }) => at === this.reachable) ? this.reachable : rows[0]?.at;
    return html`<div class="head" aria-hidden="true"><span>${t('Part of the text')}</span><span class="change">${t('Without it, bits less probable')}</span><span class="attention">${t('Attention')}</span></div>
      <div role="tree" aria-label=${t('Parts of the text')} @keydown=${(event: KeyboardEvent) => this.#onKey(event, rows)} @focusout=${() => this.#point(undefined)} @pointerleave=${() => this.#point(undefined)}>${rows.map((row, i) => this.#row(row, row.at === reachable, bars[i], zero, row.part.attention / most))}</div>`;
  }

  #rows(): readonly PartRow[] {
    const path = this.isOver ? pathOfLargest(this.parts) : undefined;
    return rowsOf(this.parts, (at) => this.toggled.get(at) ?? path?.has(at) ?? false);
  }

  #row(
    { at, part, level, place, of, isOpen }: PartRow,
    isReachable: boolean,
    bar: SignedBar,
    zero: number,
    share: number,
  ) {
    const mark = disagreementWords(part);
    const isChosen = at === this.chosen;
    const change = part.bits === undefined ? undefined : changeWords(part.bits);
    return html`<div role="treeitem" data-part=${at} class=${isChosen ? 'chosen' : nothing} .style=${`--level: ${level - 1}`} tabindex=${isReachable ? 0 : -1}
      aria-level=${level} aria-posinset=${place} aria-setsize=${of} aria-expanded=${isOpen ?? nothing} aria-selected=${isChosen}
      @pointerenter=${() => this.#point(at)} @focus=${() => this.#point(at)} @click=${() => this.#choose(at, isOpen)} @dblclick=${() => this.#send('part-reveal', at)}>
        <span class="name"><span class="twist" aria-hidden="true">${isOpen === undefined ? '' : isOpen ? '▾' : '▸'}</span><span class="words">${part.kind === 'word' ? nothing : html`<span class="kind">${kindName(part.kind)}</span> `}<span class="said">${partText(this.tokens, part.span, isChosen ? IN_FULL : IN_ROW)}</span>${mark ? html` <span class="mark" data-disagrees=${part.disagrees}>${mark}</span>` : nothing}</span></span>
        ${change === undefined ? html`<span class="missing">${withoutChange(this.mode, this.isOver)}</span>` : html`<ts-signed-bar aria-hidden="true" title=${change} .bar=${bar} .zero=${zero}></ts-signed-bar><span class="bits" aria-hidden="true" title=${change}>${signed(part.bits ?? 0)}</span>`}
        <span class="looked" aria-hidden="true" title=${attentionWords(part.attention)}><span class="of" .style=${`width: ${(100 * share).toFixed(1)}%`}></span></span><span class="share" aria-hidden="true">${percent(part.attention)}</span><span class=${isChosen ? 'detail' : 'spoken'}>${this.#spoken(part)}</span></div>`;
  }

  /** What the bars of a row show, for those who do not see them; written out where the row is chosen. */
  #spoken({ bits, attention }: MatteredPart): string {
    const looked = attentionWords(attention);
    return bits === undefined ? looked : t('{0}, {1}', changeWords(bits), looked);
  }

  #point(at: number | undefined): void {
    this.#send('part-point', at);
  }

  #choose(at: number, isOpen: boolean | undefined): void {
    this.reachable = at;
    if (isOpen !== undefined) this.#toggle(at, !isOpen);
    this.#send('part-choose', at);
  }

  #toggle(at: number, open: boolean): void {
    this.toggled = new Map(this.toggled).set(at, open);
  }

  #send(name: 'part-point' | 'part-choose' | 'part-reveal', detail: number | undefined): void {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  /** As in every tree: up and down lead from row to row, right opens and goes in, left closes and goes out. */
  #onKey(event: KeyboardEvent, rows: readonly PartRow[]): void {
    const i = rows.findIndex(({ at }) => String(at) === (event.target as Element).getAttribute('data-part'));
    const row = rows[i];
    if (!row || event.ctrlKey || event.altKey || event.metaKey) return;
    const { at, part, isOpen } = row;
    const isChosen = at === this.chosen;
    const acts: Record<string, () => void> = {
      ArrowDown: () => this.#reach(rows[i + 1]),
      ArrowUp: () => this.#reach(rows[i - 1]),
      Home: () => this.#reach(rows[0]),
      End: () => this.#reach(rows[rows.length - 1]),
      ArrowRight: () => (isOpen ? this.#reach(rows[i + 1]) : isOpen === false && this.#toggle(at, true)),
      ArrowLeft: () => (isOpen ? this.#toggle(at, false) : this.#reach(rows.find((one) => one.at === part.parent))),
      Enter: () => (isOpen === undefined ? this.#send('part-reveal', at) : this.#choose(at, isOpen)),
      ' ': () => this.#choose(at, isOpen),
      Escape: () => isChosen && this.#send('part-choose', undefined),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  #reach(row: PartRow | undefined): void {
    if (!row) return;
    this.reachable = row.at;
    this.renderRoot.querySelector<HTMLElement>(`[data-part="${row.at}"]`)?.focus();
  }

  static override styles = css`
    :host { display: block; font-size: 12px; --columns: minmax(0, 1fr) minmax(60px, 150px) 5.5em minmax(40px, 90px) 4.5em; }
    .head, [role='treeitem'] { display: grid; grid-template-columns: var(--columns); gap: 0 8px; align-items: center; }
    .head { color: var(--vscode-descriptionForeground); font-size: 11px; border-bottom: 1px solid var(--ts-hairline); padding: 0 4px 3px; align-items: end; }
    .head .change, .head .attention { grid-column: span 2; }
    [role='treeitem'] { position: relative; padding: 2px 4px; border-radius: 3px; cursor: pointer; line-height: 1.45; }
    [role='treeitem']:hover { background: var(--vscode-list-hoverBackground); outline: 1px dashed var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px; }
    .chosen { background: color-mix(in srgb, var(--ts-accent) 22%, transparent); outline: 1px solid var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px; }
    [role='treeitem']:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
    .name { display: flex; gap: 4px; padding-left: calc(var(--level) * 14px); min-width: 0; }
    .twist { flex: none; width: 12px; }
    .words { min-width: 0; overflow-wrap: anywhere; }
    .said { font-family: var(--vscode-editor-font-family); }
    .kind { color: var(--vscode-descriptionForeground); font-size: 11px; }
    .mark { border: 1px solid var(--ts-hairline); border-radius: 8px; padding: 0 6px; font-size: 11px; white-space: nowrap; }
    .bits, .share { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    .share { color: var(--vscode-descriptionForeground); }
    .missing { grid-column: span 2; color: var(--vscode-descriptionForeground); font-size: 11px; }
    .spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .detail { grid-column: 1 / -1; padding-left: calc(var(--level) * 14px + 16px); font-variant-numeric: tabular-nums; }
    .looked { height: 6px; }
    .of { display: block; height: 6px; min-width: 1px; box-sizing: border-box; border-radius: 2px; background: var(--vscode-descriptionForeground); }
    /* What a part says has a line of its own above what it did. */
    @media (max-width: 520px) {
      :host { --columns: minmax(0, 1fr) 4em minmax(0, 0.6fr) 4.4em; }
      .name { grid-column: 1 / -1; }
      .head span:first-child { display: none; }
    }
  `;
}
customElements.define('ts-part-tree', PartTree);
