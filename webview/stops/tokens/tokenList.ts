// Shows the text as its tokens, which flow like text: with boundaries, ids, and signs for what is invisible. One token
// can be selected, and one weight for each is shown as a tint. Knows tokens, not where the weights come from.
import { css, html, LitElement, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { Token, TokenIndex } from '../../../src/contract/tokens.ts';
import type { Pointer } from '../../state/pointer.ts';
import { t } from '../../text/l10n.ts';
import { hexBytes, visibleParts, visibleText } from '../../text/visibleText.ts';

/** With more tokens the tint changes at once: an animation would draw each of its steps for every token. */
const MOST_MOVING = 200;

/** Sends `token-select` with a token (undefined to select none) and `token-reveal` to show one in the editor. */
export class TokenList extends LitElement {
  static override properties = {
    tokens: { attribute: false },
    promptLength: { type: Number },
    selected: { type: Number },
    weights: { attribute: false },
    showIds: { type: Boolean },
    surpriseOf: { attribute: false },
    pointer: { attribute: false },
    card: { state: true },
  };
  declare tokens: readonly Token[];
  /** Tokens from this index on were generated. */
  declare promptLength: number;
  declare selected: TokenIndex | undefined;
  /** weights[token] from 0 to 1; undefined for no tint. */
  declare weights: ArrayLike<number> | undefined;
  declare showIds: boolean;
  /** In words how unexpected a token was; undefined where nobody has asked. */
  declare surpriseOf: ((token: TokenIndex) => string | undefined) | undefined;
  declare pointer: Pointer;
  /** The token whose details are shown, and the place of the card in this element, in px. */
  declare card: { readonly token: TokenIndex; readonly x: number; readonly y: number } | undefined;
  /** elements[token], taken from the page after tokens were drawn. */
  #elements: HTMLElement[] = [];

  constructor() {
    super();
    this.tokens = [];
    this.promptLength = 0;
    this.showIds = false;
  }

  override render() {
    return html`<div
        class="list ${this.showIds ? 'ids' : ''} ${this.tokens.length <= MOST_MOVING ? 'moving' : ''}"
        role="listbox"
        aria-label=${t('Tokens of the text')}
        @click=${this.#onClick}
        @keydown=${this.#onKey}
        @pointerover=${this.#onPoint}
        @pointerleave=${this.#onLeave}
        @focusin=${this.#onPoint}
        @focusout=${this.#onLeave}
      >${guard([this.tokens, this.showIds, this.promptLength], () => this.tokens.map((token, i) => this.#token(token, i)))}</div>
      ${this.card ? this.#details(this.card) : nothing}`;
  }

  /** A token with line ends is followed by real ones, so that the lines of the text are kept. */
  #token(token: Token, i: number) {
    const kinds = [i % 2 ? 'odd' : 'even', token.special ? 'special' : '', i >= this.promptLength ? 'generated' : ''];
    const parts = visibleParts(token).map((part) =>
      part.kind === 'sign' ? html`<span class="sign">${part.text}</span>` : part.text,
    );
    const breaks = token.special ? 0 : (token.text?.split('\n').length ?? 1) - 1;
    return html`<span class="token ${kinds.join(' ')}" role="option" data-token=${i} tabindex="-1" aria-selected="false" aria-label=${this.#spoken(token, i)}
        ><span class="text">${parts}</span>${this.showIds ? html`<span class="id" aria-hidden="true">${token.id}</span>` : nothing}</span
      >${Array.from({ length: breaks }, () => html`<br />`)}`;
  }

  #spoken(token: Token, i: number): string {
    return t('Token {0}: {1}, id {2}', i, visibleText(token), token.id);
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has('tokens') || changed.has('showIds') || changed.has('promptLength')) this.#register();
    if (changed.has('tokens') || changed.has('selected')) this.#select();
    if (changed.has('tokens') || changed.has('weights')) this.#tint();
  }

  #register(): void {
    for (const [i, element] of this.#elements.entries()) this.pointer.unregister(i, element);
    this.#elements = [...this.renderRoot.querySelectorAll<HTMLElement>('.token')];
    for (const [i, element] of this.#elements.entries()) this.pointer.register(i, element);
  }

  /** Like the tint, the selection is set on the elements. Only one of them can be reached with Tab. */
  #select(): void {
    const reachable = this.selected ?? 0;
    for (const [i, element] of this.#elements.entries()) {
      element.setAttribute('aria-selected', String(i === this.selected));
      element.tabIndex = i === reachable ? 0 : -1;
    }
    const selected = this.selected === undefined ? undefined : this.#elements[this.selected];
    if (selected && this.renderRoot instanceof ShadowRoot && this.renderRoot.activeElement) selected.focus();
    const generated = this.selected !== undefined && this.selected >= this.promptLength;
    if (generated && this.#isInSight()) selected?.scrollIntoView({ block: 'nearest' });
  }

  /** A new token must not take the reader away from another stop, so the list scrolls only if it is on the screen. */
  #isInSight(): boolean {
    const { top, bottom } = this.getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight;
  }

  /**
   * The tint is set on the elements themselves, so that another selection does not draw a thousand tokens again. Its
   * square root makes small weights visible; those below 0.4 % are left out, or nearly every token of a long text would
   * be tinted.
   */
  #tint(): void {
    for (const [i, element] of this.#elements.entries()) {
      const weight = this.weights?.[i] ?? 0;
      element.style.setProperty('--weight', weight < 0.004 ? '0' : Math.sqrt(weight).toFixed(3));
    }
  }

  #onClick(event: Event): void {
    const token = tokenOf(event);
    if (token !== undefined) this.#choose(token === this.selected ? undefined : token);
  }

  /** Lines depend on the width of the panel, so up and down move by ten tokens. */
  #onKey(event: KeyboardEvent): void {
    const at = tokenOf(event);
    if (at === undefined) return;
    const last = this.tokens.length - 1;
    const target = { ArrowRight: at + 1, ArrowLeft: at - 1, ArrowDown: at + 10, ArrowUp: at - 10, Home: 0, End: last }[
      event.key
    ];
    if (event.key === 'Enter') this.#reveal(at);
    if (event.key === 'Escape') this.#choose(undefined);
    if (event.key === ' ') this.#choose(at === this.selected ? undefined : at);
    if (target === undefined && event.key !== ' ') return;
    event.preventDefault();
    if (target !== undefined) this.#choose(Math.max(0, Math.min(last, target)) as TokenIndex);
  }

  /** The event passes through all shadow trees up to the panel, which knows the editor's side. */
  #reveal(token: TokenIndex): void {
    this.dispatchEvent(new CustomEvent('token-reveal', { detail: token, bubbles: true, composed: true }));
  }

  #choose(token: TokenIndex | undefined): void {
    this.dispatchEvent(new CustomEvent('token-select', { detail: token }));
  }

  #onPoint(event: Event): void {
    const token = tokenOf(event);
    if (token === undefined) return;
    const box = this.getBoundingClientRect();
    const place = this.#elements[token].getBoundingClientRect();
    this.card = {
      token,
      x: Math.min(place.left - box.left, Math.max(0, box.width - 280)),
      y: place.bottom - box.top + 4,
    };
    this.pointer.pointAt(token);
  }

  #onLeave(): void {
    this.card = undefined;
    this.pointer.pointAt();
  }

  #details({ token: index, x, y }: { token: TokenIndex; x: number; y: number }) {
    const token = this.tokens[index];
    if (!token) return nothing;
    const { byteSpan, span } = token;
    const rows: [string, unknown][] = [
      [t('id'), token.id],
      [t('bytes'), hexBytes(token.bytes)],
      [t('byte range'), `${byteSpan.start}–${byteSpan.end}`],
      [t('characters'), `${span.start}–${span.end}`],
    ];
    const surprise = this.surpriseOf?.(index);
    if (surprise) rows.push([t('surprise'), surprise]);
    return html`<div class="card" role="tooltip" .style=${`left:${x}px;top:${y}px`}>
      <div class="title"><span class="sample">${visibleText(token)}</span><span class="index">#${index}</span></div>
      <dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
      ${this.#remark(token, index)}
    </div>`;
  }

  #remark(token: Token, index: number) {
    if (token.special) return html`<p>${t('A special token: it is not made of characters.')}</p>`;
    if (token.text === undefined) return html`<p>${t('Part of a character: these bytes alone are no text.')}</p>`;
    return index >= this.promptLength ? html`<p>${t('Generated by the model.')}</p>` : nothing;
  }

  static override styles = css`
    :host { display: block; position: relative; }
    .list { font-family: var(--vscode-editor-font-family); font-size: 14px; line-height: 1.75; overflow-wrap: anywhere; max-height: 44vh; overflow-y: auto; padding: 3px; }
    .ids { line-height: 1.2; }
    .token { --weight: 0; position: relative; display: inline-block; max-width: 100%; box-sizing: border-box; white-space: pre-wrap; padding: 0 1px; margin: 1px 0.5px; line-height: 1.5; border-radius: 3px; cursor: pointer;
      box-shadow: inset 0 calc(var(--weight) * -3px) 0 var(--ts-attention);
      background: color-mix(in srgb, var(--ts-attention) calc(var(--weight) * 62%), var(--ground)); }
    .even { --ground: var(--ts-even); }
    .odd { --ground: var(--ts-odd); }
    .generated { --ground: color-mix(in srgb, var(--ts-generated) 16%, transparent); border-bottom: 2px solid var(--ts-generated); }
    .generated.odd { --ground: color-mix(in srgb, var(--ts-generated) 28%, transparent); }
    .special { border: 1px dashed var(--vscode-descriptionForeground); border-radius: 8px; padding: 1px 5px; font-size: 12px; }
    .ids .token { display: inline-flex; flex-direction: column; align-items: center; vertical-align: top; margin-bottom: 6px; padding: 2px 3px; }
    .id { font-size: 9.5px; color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; line-height: 1.2; }
    /* With opacity, the browser would make a compositing layer of each sign. */
    .sign { color: color-mix(in srgb, var(--vscode-descriptionForeground) 75%, transparent); }
    .token[data-pointed] { outline: 1px solid var(--vscode-focusBorder); outline-offset: 0; }
    .token[aria-selected='true'] { background: var(--ts-selected-background); color: var(--ts-selected-foreground); outline: 2px solid var(--vscode-contrastActiveBorder, transparent); }
    .token[aria-selected='true'] .sign, .token[aria-selected='true'] .id { color: inherit; }
    .token:focus-visible { outline: 2px solid var(--vscode-focusBorder); }
    :host-context(.vscode-high-contrast) .token { border: 1px solid var(--vscode-contrastBorder); }
    .card { position: absolute; z-index: 5; width: max-content; max-width: 300px; pointer-events: none; padding: 8px 10px; border-radius: var(--ts-radius); font-size: 12px;
      color: var(--vscode-editorHoverWidget-foreground); background: var(--vscode-editorHoverWidget-background); border: 1px solid var(--vscode-editorHoverWidget-border); box-shadow: 0 2px 8px var(--vscode-widget-shadow, #0005); }
    .title { display: flex; justify-content: space-between; gap: 16px; margin-bottom: 5px; }
    .sample { font-family: var(--vscode-editor-font-family); font-weight: 600; }
    .index { color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; }
    dl { display: grid; grid-template-columns: auto 1fr; gap: 1px 12px; margin: 0; font-variant-numeric: tabular-nums; }
    dt { color: var(--vscode-descriptionForeground); }
    dd { margin: 0; font-family: var(--vscode-editor-font-family); }
    p { margin: 6px 0 0; color: var(--vscode-descriptionForeground); }
    @media (prefers-reduced-motion: no-preference) { .moving .token { transition: background 90ms, box-shadow 90ms; } }
  `;
}
customElements.define('ts-token-list', TokenList);

/** The token that an event is about; one listener serves all of them. */
function tokenOf({ target }: Event): TokenIndex | undefined {
  const element = (target as Element | null)?.closest?.('[data-token]');
  return element ? (Number(element.getAttribute('data-token')) as TokenIndex) : undefined;
}
