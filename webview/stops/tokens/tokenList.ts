// Shows the text as its tokens, which flow like text: with boundaries, ids, and signs for what is invisible. One token
// can be selected, and one weight for each is shown as a tint. Knows tokens, not where the weights come from.
import { html, LitElement, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import type { Span, Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { byMouse } from '../../charts/byMouse.ts';
import { detailEvent } from '../../events/detailEvent.ts';
import type { Pointer } from '../../state/pointer.ts';
import { t } from '../../text/l10n.ts';
import { BlockWindow } from './blockWindow.ts';
import type { ListSearch } from './listSearch.ts';
import { blocksOf, type TokenBlock } from './tokenBlocks.ts';
import { tokenCard, tokenCardStyles } from './tokenCard.ts';
import { isSearchKey, reachedBy } from './tokenKeys.ts';
import { tokenListStyles } from './tokenListStyles.ts';
import { tokensInRuns } from './tokenView.ts';
import { type Unit, unitsOf } from './units.ts';

/** With more tokens the tint changes at once: an animation would draw each of its steps for every token. */
const MOST_MOVING = 200;

/**
 * Sends `token-select` with a token (undefined to select none), `token-span` with several, where Shift is held and the owner
 * takes them by preventing the default, and `token-reveal` to show one in the editor.
 */
export class TokenList extends LitElement {
  static override properties = {
    tokens: { attribute: false },
    promptLength: { type: Number },
    selected: { type: Number },
    span: { attribute: false },
    weights: { attribute: false },
    showIds: { type: Boolean },
    compact: { type: Boolean, reflect: true },
    whole: { type: Boolean },
    surpriseOf: { attribute: false },
    pointer: { attribute: false },
    card: { state: true },
  };
  declare tokens: readonly Token[];
  /** Tokens from this index on were generated. */
  declare promptLength: number;
  declare selected: TokenIndex | undefined;
  /** Several that were chosen from the selected one on, where the owner asks for such. */
  declare span: Span<TokenIndex> | undefined;
  /** weights[token] from −1 to 1, those below 0 in another colour and at the lower edge; undefined for no tint. */
  declare weights: ArrayLike<number> | undefined;
  declare showIds: boolean;
  /** A few lines that show where the selected token is, above what tells about it. */
  declare compact: boolean;
  /** Whether all of a long text is drawn, also what is out of sight: for a page that is made of it. */
  declare whole: boolean;
  /** In words how unexpected a token was; undefined where nobody has asked. */
  declare surpriseOf: ((token: TokenIndex) => string | undefined) | undefined;
  declare pointer: Pointer;
  /** The token whose details are shown, and the place of the card in this element, in px. */
  declare card: { readonly token: TokenIndex; readonly x: number; readonly y: number } | undefined;
  /** The elements of the tokens that are drawn, taken from the page after that. */
  #elements: ReadonlyMap<number, HTMLElement> = new Map();
  /** Of the tokens. */
  units: readonly Unit[] = [];
  readonly #window = new BlockWindow(this);
  /** The end of the span that keys move; the other one is the selected token. */
  #end = 0 as TokenIndex;
  /** A token that was asked to be in sight. */
  #sought: TokenIndex | undefined;
  /** Loaded for a long text, or when its key is pressed. */
  #search: ListSearch | undefined;

  constructor() {
    super();
    this.tokens = [];
    this.promptLength = 0;
    this.showIds = false;
    this.compact = false;
    this.whole = false;
  }

  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('tokens')) {
      this.units = unitsOf(this.tokens);
      this.#window.show(blocksOf(this.units));
      if (this.isLong) void this.#loadedSearch();
    }
    if (changed.has('showIds') || changed.has('compact')) this.#window.forget();
    if (this.compact && (changed.has('tokens') || changed.has('selected'))) this.#sought = this.selected;
  }

  override render() {
    return html`${this.whole ? nothing : this.#search?.render()}<div
        class="list ${this.isLong ? 'long' : ''} ${this.showIds ? 'ids' : ''} ${this.tokens.length <= MOST_MOVING ? 'moving' : ''}"
        role="listbox"
        aria-label=${t('Tokens of the text')}
        aria-multiselectable=${this.span ? 'true' : nothing}
        @click=${this.#onClick}
        @keydown=${this.#onKey}
        @pointerover=${byMouse(this.#onPoint)}
        @pointerleave=${byMouse(this.#onLeave)}
        @focusin=${this.#onPoint}
        @focusout=${this.#onLeave}
        @scroll=${this.#window.scrolled}
      >${this.#window.render(this.#block, this.#kept(), this.whole)}</div>
      ${this.card ? this.#details(this.card) : nothing}`;
  }

  /** Then only what is in sight is drawn, and a browser finds nothing else. */
  get isLong(): boolean {
    return !this.#window.isOne;
  }

  async #loadedSearch(): Promise<ListSearch> {
    const { ListSearch } = await import('./listSearch.ts');
    this.#search ??= new ListSearch(this);
    return this.#search;
  }

  readonly #block = (block: TokenBlock) => {
    const { tokens, showIds, promptLength } = this;
    const { units } = block;
    const isPart = units.length < this.units.length;
    return guard([tokens, showIds, promptLength, block], () =>
      tokensInRuns({ tokens, units, showIds, promptLength, isPart }),
    );
  };

  /** Tokens that are drawn also out of sight: the one that Tab reaches, the one with the focus, the one that is sought. */
  #kept(): readonly number[] {
    const focused = this.shadowRoot?.activeElement?.getAttribute('data-token');
    return [
      this.#reachable,
      ...(focused ? [Number(focused)] : []),
      ...(this.#sought === undefined ? [] : [this.#sought]),
    ];
  }

  get #reachable(): number {
    return this.selected ?? 0;
  }

  /** Blocks may have been drawn without a change of any property, when the list was scrolled. */
  override updated(changed: Map<string, unknown>): void {
    const fresh = this.#register(changed.has('pointer'));
    if (changed.has('tokens') || changed.has('weights')) this.#tint(this.#elements);
    else this.#tint(fresh);
    if (changed.has('tokens') || changed.has('selected')) this.#select();
    else for (const [i, element] of changed.has('span') ? this.#elements : fresh) this.#markSelected(i, element);
    this.#seek();
  }

  /** Returns those that were not there before, or all. */
  #register(anew: boolean): ReadonlyMap<number, HTMLElement> {
    const before: ReadonlyMap<number, HTMLElement> = anew ? new Map() : this.#elements;
    const drawn = new Map<number, HTMLElement>();
    const fresh = new Map<number, HTMLElement>();
    for (const element of this.renderRoot.querySelectorAll<HTMLElement>('.token')) {
      const token = Number(element.getAttribute('data-token'));
      drawn.set(token, element);
      if (before.get(token) !== element) fresh.set(token, element);
    }
    for (const [i, element] of before) if (drawn.get(i) !== element) this.pointer.unregister(i, element);
    for (const [i, element] of fresh) this.pointer.register(i, element);
    this.#elements = drawn;
    return fresh;
  }

  /** Like the tint, the selection is set on the elements. Only one of them can be reached with Tab. */
  #select(): void {
    for (const [i, element] of this.#elements) this.#markSelected(i, element);
    const selected = this.selected === undefined ? undefined : this.#elements.get(this.selected);
    if (selected && this.shadowRoot?.activeElement?.matches('.token')) selected.focus();
    const generated = this.selected !== undefined && this.selected >= this.promptLength;
    if (!this.compact && generated && this.#isInSight()) selected?.scrollIntoView({ block: 'nearest' });
  }

  #markSelected(token: number, element: HTMLElement): void {
    const { span } = this;
    const isInSpan = span !== undefined && token >= span.start && token < span.end;
    element.setAttribute('aria-selected', String(token === this.selected || isInSpan));
    element.tabIndex = token === this.#reachable ? 0 : -1;
  }

  /** Scrolls the list alone, and not the page. */
  showInList(token: TokenIndex): void {
    this.#sought = token;
    this.requestUpdate();
  }

  /** What then comes into sight is drawn, and may turn out higher than it was thought to be: it is sought again. */
  #seek(): void {
    if (this.#sought === undefined) return;
    this.#scrollTo(this.#elements.get(this.#sought));
    if (this.#window.isInView()) this.#sought = undefined;
    else this.requestUpdate();
  }

  #scrollTo(token: HTMLElement | undefined): void {
    const list = this.renderRoot.querySelector('.list');
    if (!list || !token) return;
    const { top, height } = list.getBoundingClientRect();
    const place = token.getBoundingClientRect();
    if (place.top < top || place.bottom > top + height) list.scrollTop += place.top - top - (height - place.height) / 2;
  }

  /** A new token must not take the reader away from another stop, so the list scrolls only if it is on the screen. */
  #isInSight(): boolean {
    const { top, bottom } = this.getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight;
  }

  /**
   * The tint is set on the elements themselves, so that another selection does not draw a thousand tokens again. The
   * square root of weights of attention makes small ones visible; votes, in the compact list, are tinted as evenly as they are
   * drawn below it. What is below 0.4 % is left out, or nearly every token of a long text would be tinted.
   */
  #tint(elements: ReadonlyMap<number, HTMLElement>): void {
    for (const [i, element] of elements) {
      const weight = this.weights?.[i] ?? 0;
      const strength = Math.abs(weight);
      const tint = this.compact ? strength : Math.sqrt(strength);
      element.style.setProperty('--weight', strength < 0.004 ? '0' : tint.toFixed(3));
      element.classList.toggle('below', weight < 0);
    }
  }

  #onClick(event: MouseEvent): void {
    const token = tokenOf(event);
    if (token === undefined || (event.shiftKey && this.#extend(token))) return;
    this.#choose(token === this.selected ? undefined : token);
  }

  #onKey(event: KeyboardEvent): void {
    const focused = tokenOf(event);
    if (focused === undefined) return;
    const { key, shiftKey } = event;
    const at = shiftKey && this.span ? this.#end : focused;
    const reached = reachedBy(key, at, this.tokens.length - 1) as TokenIndex | undefined;
    const searches = isSearchKey(event);
    if (searches) void this.#loadedSearch().then((search) => search.open());
    if (key === 'Enter') this.#reveal(at);
    if (key === 'Escape') this.#choose(undefined);
    if (key === ' ') this.#choose(at === this.selected ? undefined : at);
    if (reached !== undefined || searches || key === ' ') event.preventDefault();
    if (reached !== undefined && !(shiftKey && this.#extend(reached))) this.#choose(reached);
  }

  /** From the selected token to another one, which is the end that keys move. Returns whether the owner takes several. */
  #extend(end: TokenIndex): boolean {
    if (this.selected === undefined) return false;
    const span = { start: Math.min(this.selected, end), end: Math.max(this.selected, end) + 1 };
    const isTaken = !this.dispatchEvent(detailEvent('token-span', span, { cancelable: true }));
    if (!isTaken) return false;
    getSelection()?.removeAllRanges(); // the browser selects text in between, too
    this.showInList(end);
    this.#end = end;
    return true;
  }

  /** The event passes through all shadow trees up to the panel, which knows the editor's side. */
  #reveal(token: TokenIndex): void {
    this.dispatchEvent(detailEvent('token-reveal', token, { bubbles: true, composed: true }));
  }

  #choose(token: TokenIndex | undefined): void {
    this.dispatchEvent(detailEvent('token-select', token));
  }

  #onPoint(event: Event): void {
    const token = tokenOf(event);
    if (token === undefined) return;
    const box = this.getBoundingClientRect();
    const place = this.#elements.get(token)?.getBoundingClientRect();
    if (!place) return;
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
    const unit = this.units.find(({ end }) => index < end);
    if (!token || !unit) return nothing;
    const card = { token, index, unit, surprise: this.surpriseOf?.(index), isGenerated: index >= this.promptLength };
    return tokenCard(card, x, y);
  }

  static override styles = [tokenListStyles, tokenCardStyles];
}
customElements.define('ts-token-list', TokenList);

/** The token that an event is about; one listener serves all of them. */
function tokenOf({ target }: Event): TokenIndex | undefined {
  const element = (target as Element | null)?.closest?.('[data-token]');
  return element ? (Number(element.getAttribute('data-token')) as TokenIndex) : undefined;
}
