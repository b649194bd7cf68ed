// Draws two readings one above the other, piece by piece, tinted by how much more surprising each piece is to the other
// side. A piece that both have can be selected. Knows pieces and tokens, no measure.
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { AlignedPiece } from '../../../src/contract/compared.ts';
import type { Span, Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { byMouse } from '../../charts/byMouse.ts';
import { detailEvent } from '../../events/detailEvent.ts';
import { t } from '../../text/l10n.ts';
import { visibleText } from '../../text/visibleText.ts';

/** What is lighter is not tinted at all, or nearly every piece of a long text would be. */
const LEAST_TINT = 0.004;

/** Sends `piece-select` with a piece that was chosen, and `piece-point` with the one under the pointer (null: none). */
export class AlignedText extends LitElement {
  static override properties = {
    pieces: { attribute: false },
    ours: { attribute: false },
    theirs: { attribute: false },
    shares: { attribute: false },
    selected: { type: Number },
    pointed: { type: Number },
    nameOf: { attribute: false },
  };
  declare pieces: readonly AlignedPiece[];
  declare ours: readonly Token[];
  declare theirs: readonly Token[];
  /** From −1 to 1, above 0 for what is more surprising to the other side. [pieces] */
  declare shares: ArrayLike<number>;
  declare selected: number | undefined;
  declare pointed: number | undefined;
  /** What a screen reader says of a piece besides what it writes. */
  declare nameOf: (piece: number) => string;

  override render() {
    const { pieces, ours, theirs, nameOf } = this;
    return html`<div class="list" role="listbox" aria-label=${t('Both texts, token by token')} @click=${this.#onClick} @keydown=${this.#onKey} @pointerover=${byMouse(this.#onPoint)} @pointerleave=${byMouse(() => this.#tell('piece-point', undefined))}>${guard(
      [pieces, ours, theirs, nameOf],
      () => pieces.map((piece, i) => this.#piece(piece, i)),
    )}</div>`;
  }

  #piece(piece: AlignedPiece, at: number): TemplateResult {
    const kind = piece.isSame ? '' : 'differs';
    return html`<span class="piece ${kind}" role="option" data-piece=${at} tabindex="-1" aria-selected="false" aria-description=${this.nameOf(at)}>${row(this.ours, piece.ours)}${row(this.theirs, piece.theirs, piece.isSame)}</span>${endsLine(this.ours, piece.ours) ? html`<br />` : nothing}`;
  }

  /** Tint and selection are set on the elements, so that another selection does not draw a thousand pieces again. */
  override updated(changed: Map<string, unknown>): void {
    const elements = this.renderRoot.querySelectorAll<HTMLElement>('.piece');
    if (['pieces', 'nameOf', 'shares', 'selected'].some((name) => changed.has(name)))
      for (const [i, element] of elements.entries()) this.#mark(element, i);
    elements[(changed.get('pointed') as number | undefined) ?? -1]?.removeAttribute('data-pointed');
    elements[this.pointed ?? -1]?.setAttribute('data-pointed', '');
    const shown = changed.has('selected') ? this.selected : changed.has('pointed') ? this.pointed : undefined;
    if (shown !== undefined) this.#scrollTo(elements[shown]);
    if (changed.has('selected') && this.shadowRoot?.activeElement && this.selected !== undefined)
      elements[this.selected]?.focus({ preventScroll: true });
  }

  #mark(element: HTMLElement, at: number): void {
    const share = this.shares[at] ?? 0;
    element.style.setProperty('--weight', Math.abs(share) < LEAST_TINT ? '0' : Math.abs(share).toFixed(3));
    element.classList.toggle('below', share < 0);
    element.setAttribute('aria-selected', String(at === this.selected));
    element.tabIndex = at === (this.selected ?? 0) ? 0 : -1;
  }

  /** Scrolls the list alone, and not the page. */
  #scrollTo(piece: HTMLElement | undefined): void {
    const list = this.renderRoot.querySelector('.list');
    if (!list || !piece) return;
    const { top, height } = list.getBoundingClientRect();
    const place = piece.getBoundingClientRect();
    if (place.top < top || place.bottom > top + height) list.scrollTop += place.top - top - (height - place.height) / 2;
  }

  #onClick(event: Event): void {
    const at = pieceOf(event);
    if (at !== undefined) this.#tell('piece-select', at);
  }

  #onKey(event: KeyboardEvent): void {
    const at = pieceOf(event);
    if (at === undefined) return;
    const last = this.pieces.length - 1;
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + 10, ArrowUp: at - 10, Home: 0, End: last }[
      event.key
    ];
    if (to === undefined && event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    const step = (to ?? at) >= at ? 1 : -1;
    let next = Math.max(0, Math.min(last, to ?? at));
    while (next > 0 && next < last && !isInBoth(this.pieces[next])) next += step;
    this.#tell('piece-select', next);
  }

  #onPoint(event: Event): void {
    this.#tell('piece-point', pieceOf(event));
  }

  #tell(name: string, piece: number | undefined): void {
    if (name === 'piece-select' && (piece === undefined || !isInBoth(this.pieces[piece]))) return;
    this.dispatchEvent(detailEvent(name, piece));
  }

  static override styles = css`
    :host { display: block; min-width: 0; }
    .list { font-family: var(--vscode-editor-font-family); font-size: 13px; max-height: 150px; overflow-y: auto; padding: 2px 0; line-height: 1.35; }
    .piece { --weight: 0; --tint: var(--ts-attention); --edge: -3px; display: inline-grid; grid-template-rows: auto auto; vertical-align: top; max-width: 100%; margin: 0 1px 4px 0; border-radius: 3px; cursor: pointer; white-space: pre;
      background: color-mix(in srgb, var(--tint) calc(var(--weight) * 30%), color-mix(in srgb, var(--vscode-foreground) 7%, transparent));
      box-shadow: inset 0 calc(var(--weight) * var(--edge)) 0 var(--tint); }
    .below { --tint: var(--ts-below); --edge: 3px; }
    .side { display: flex; padding: 0 2px; min-width: 0; overflow: hidden; min-height: 1.35em; }
    .side + .side { border-top: 1px solid color-mix(in srgb, var(--vscode-foreground) 14%, transparent); }
    .token + .token { border-left: 1px solid color-mix(in srgb, var(--vscode-foreground) 40%, transparent); margin-left: 1px; padding-left: 1px; }
    .none { color: var(--vscode-descriptionForeground); justify-content: center; }
    .differs { outline: 1px dashed var(--vscode-descriptionForeground); outline-offset: -1px; }
    .piece[data-pointed] { outline: 1px solid var(--vscode-focusBorder); }
    .piece[aria-selected='true'] { background: var(--ts-selected-background); color: var(--ts-selected-foreground); outline: 2px solid var(--vscode-contrastActiveBorder, transparent); }
    .piece[aria-selected='true'] .none { color: inherit; }
    .piece:focus-visible { outline: 2px solid var(--vscode-focusBorder); }
    :host-context(.vscode-high-contrast) .piece { border: 1px solid var(--vscode-contrastBorder); }
    @media (max-width: 480px) { .list { max-height: 96px; } }
    @media (max-height: 520px) { .list { max-height: 60px; } }
    @media (prefers-reduced-motion: no-preference) { .piece { transition: background 90ms, box-shadow 90ms; } }
  `;
}
customElements.define('ts-aligned-text', AlignedText);

/** Whether what comes behind it can be compared. */
export function isInBoth({ ours, theirs }: AlignedPiece): boolean {
  return ours.end > ours.start && theirs.end > theirs.start;
}

/** `isSaid`: whether a screen reader has said the same before. */
function row(tokens: readonly Token[], { start, end }: Span<TokenIndex>, isSaid = false): TemplateResult {
  if (start === end) return html`<span class="side none" aria-hidden="true">–</span>`;
  return html`<span class="side" aria-hidden=${isSaid}>${tokens.slice(start, end).map((token) => html`<span class="token">${visibleText(token)}</span>`)}</span>`;
}

function endsLine(tokens: readonly Token[], { end }: Span<TokenIndex>): boolean {
  return end > 0 && (tokens[end - 1]?.text?.includes('\n') ?? false);
}

function pieceOf({ target }: Event): number | undefined {
  const piece = (target as Element | null)?.closest?.('[data-piece]');
  return piece ? Number(piece.getAttribute('data-piece')) : undefined;
}
