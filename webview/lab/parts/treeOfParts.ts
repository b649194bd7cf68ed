// The base class of trees of the parts of a text: which rows are open, reached and chosen, by mouse and keys as in every tree.
// What stands in a row beside the part's name, whoever extends it draws. Knows no number.

import { type CSSResultGroup, css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Token } from '../../../src/contract/tokens.ts';
import { byMouse } from '../../charts/byMouse.ts';
import { detailEvent } from '../../events/detailEvent.ts';
import { type InnerPart, type PartRow, rowsOf } from './partRows.ts';

/** Characters of a part in its row, and where it is chosen. */
const IN_ROW = 72;
const IN_FULL = 400;

/** Sends `part-point` with the part that is pointed at, or nothing; `part-choose` with a chosen one; `part-reveal`. */
export abstract class TreeOfParts<Part extends InnerPart> extends LitElement {
  static override properties = {
    question: { attribute: false },
    parts: { attribute: false },
    tokens: { attribute: false },
    chosen: { attribute: false },
    toggled: { state: true },
    reachable: { state: true },
  };
  /** Whose parts they are; those of another one are opened anew. */
  declare question: string | undefined;
  declare parts: readonly Part[];
  declare tokens: readonly Token[];
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

  /** Rows are open where the reader has opened them, or else where this says so. */
  protected rowsWhere(isOpen: (at: number) => boolean): readonly PartRow<Part>[] {
    return rowsOf(this.parts, (at) => this.toggled.get(at) ?? isOpen(at));
  }

  protected tree(rows: readonly PartRow<Part>[], label: string, cells: (row: PartRow<Part>, i: number) => Cells) {
    const reachable = rows.some(({ at }) => at === this.reachable) ? this.reachable : rows[0]?.at;
    return html`<div role="tree" aria-label=${label} @keydown=${(event: KeyboardEvent) => this.#onKey(event, rows)} @focusout=${() => this.#point(undefined)} @pointerleave=${byMouse(() => this.#point(undefined))}>${rows.map((row, i) => this.#row(row, row.at === reachable, cells(row, i)))}</div>`;
  }

  #row({ at, level, place, of, isOpen }: PartRow<Part>, isReachable: boolean, { name, numbers, spoken }: Cells) {
    const isChosen = at === this.chosen;
    return html`<div role="treeitem" data-part=${at} class=${isChosen ? 'chosen' : nothing} .style=${`--level: ${level - 1}`} tabindex=${isReachable ? 0 : -1}
      aria-level=${level} aria-posinset=${place} aria-setsize=${of} aria-expanded=${isOpen ?? nothing} aria-selected=${isChosen}
      @pointerenter=${byMouse(() => this.#point(at))} @focus=${() => this.#point(at)} @click=${() => this.#choose(at, isOpen)} @dblclick=${() => this.#send('part-reveal', at)}>
        <span class="name"><span class="twist" aria-hidden="true">${isOpen === undefined ? '' : isOpen ? '▾' : '▸'}</span><span class="words">${name}</span></span>
        ${numbers}<span class=${isChosen ? 'detail' : 'spoken'}>${spoken}</span></div>`;
  }

  /** How much of its text a row has room for, in characters. */
  protected room(at: number): number {
    return at === this.chosen ? IN_FULL : IN_ROW;
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
    this.dispatchEvent(detailEvent(name, detail));
  }

  /** As in every tree: up and down lead from row to row, right opens and goes in, left closes and goes out. */
  #onKey(event: KeyboardEvent, rows: readonly PartRow<Part>[]): void {
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
      ...(isChosen ? { Escape: () => this.#send('part-choose', undefined) } : {}),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation(); // around it, Escape takes back something else
    act();
  }

  #reach(row: PartRow<Part> | undefined): void {
    if (!row) return;
    this.reachable = row.at;
    this.renderRoot.querySelector<HTMLElement>(`[data-part="${row.at}"]`)?.focus();
  }

  static override styles: CSSResultGroup = css`
    :host { display: block; font-size: 12px; }
    .head, [role='treeitem'] { display: grid; grid-template-columns: var(--columns); gap: 0 8px; align-items: center; }
    .head { color: var(--vscode-descriptionForeground); font-size: 11px; border-bottom: 1px solid var(--ts-hairline); padding: 0 4px 3px; align-items: end; }
    [role='treeitem'] { position: relative; padding: 2px 4px; border-radius: 3px; cursor: pointer; line-height: 1.45; }
    [role='treeitem']:hover { background: var(--vscode-list-hoverBackground); outline: 1px dashed var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px; }
    .chosen { background: color-mix(in srgb, var(--ts-accent) 22%, transparent); outline: 1px solid var(--vscode-contrastActiveBorder, transparent); outline-offset: -1px; }
    [role='treeitem']:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: -1px; }
    .name { display: flex; gap: 4px; padding-left: calc(var(--level) * 14px); min-width: 0; }
    .twist { flex: none; width: 12px; }
    .words { min-width: 0; overflow-wrap: anywhere; }
    .said { font-family: var(--vscode-editor-font-family); }
    .kind { color: var(--vscode-descriptionForeground); font-size: 11px; }
    .spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    .detail { grid-column: 1 / -1; padding-left: calc(var(--level) * 14px + 16px); font-variant-numeric: tabular-nums; }
    /* What a part says has a line of its own above its numbers. */
    @media (max-width: 520px) {
      .name { grid-column: 1 / -1; }
      .head span:first-child { display: none; }
    }
  `;
}

export interface Cells {
  /** What the part is and says. */
  readonly name: TemplateResult;
  /** In the columns behind the first one, not read aloud. */
  readonly numbers: TemplateResult;
  /** What the numbers show, for those who do not see them; written out where the row is chosen. */
  readonly spoken: string;
}
