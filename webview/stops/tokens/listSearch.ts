// Searches the text of a list of tokens, of which a browser finds only what is drawn: a field above the list, and a button that
// opens it beside a long one. Loaded when it is first wanted. Knows a list, not how it draws.

import { html, type LitElement, nothing, type ReactiveController } from 'lit';
import type { Span, Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { detailEvent } from '../../events/detailEvent.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { listSearchStyles } from './listSearchStyles.ts';
import { TextSearch } from './textSearch.ts';
import { isSearchKey } from './tokenKeys.ts';
import type { Unit } from './units.ts';

/** On the element of a token that was found: 'current' for the place that was led to. */
const MARK = 'data-found';

interface SearchedList extends LitElement {
  readonly tokens: readonly Token[];
  readonly units: readonly Unit[];
  readonly selected: TokenIndex | undefined;
  /** Whether it is so long that it is not drawn whole. */
  readonly isLong: boolean;
  showInList(token: TokenIndex): void;
}

/** The list sends `token-select` with the first token of a place. */
export class ListSearch implements ReactiveController {
  readonly #list: SearchedList;
  #isOpen = false;
  #typed = '';
  #search: { readonly of: readonly Token[]; readonly text: TextSearch } | undefined;
  #found: readonly Span<TokenIndex>[] = [];
  #at = 0;
  /** Whether the place at #at was chosen, and not only shown. */
  #isTaken = false;
  /** Where the focus was before. */
  #cameFrom: HTMLElement | undefined;

  constructor(list: SearchedList) {
    this.#list = list;
    list.addController(this);
    const root = list.renderRoot as ShadowRoot;
    const { styleSheet } = listSearchStyles;
    if (styleSheet) root.adoptedStyleSheets = [...root.adoptedStyleSheets, styleSheet];
    list.requestUpdate();
  }

  hostConnected(): void {
    window.addEventListener('keydown', this.#onKeyOutside);
  }

  hostDisconnected(): void {
    window.removeEventListener('keydown', this.#onKeyOutside);
  }

  /** What is found in a text that grew or was exchanged. */
  hostUpdate(): void {
    if (this.#isOpen && this.#search?.of !== this.#list.tokens) this.#find(this.#found[this.#at]?.start);
  }

  hostUpdated(): void {
    this.#mark();
  }

  async open(): Promise<void> {
    if (!this.#isOpen) this.#cameFrom = focused();
    this.#isOpen = true;
    this.#list.requestUpdate();
    await this.#list.updateComplete;
    const field = this.#list.renderRoot.querySelector<HTMLInputElement>('.search input');
    field?.focus();
    field?.select();
  }

  render(): unknown {
    const words = t('Search in the text');
    return html`${this.#isOpen ? this.#field(words) : nothing}
      ${this.#list.isLong ? html`<button class="open-search" data-action="search" data-control ?hidden=${this.#isOpen} title=${t('{0} ({1})', words, KEY)} aria-label=${words} @click=${() => void this.open()}><svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="6.5" cy="6.5" r="4"></circle><path d="M9.5 9.5 14 14"></path></svg></button>` : nothing}`;
  }

  #field(words: string) {
    const button = (action: string, name: string, key: string, sign: string, work: () => void, isOff = false) =>
      html`<button data-action=${action} title=${t('{0} ({1})', name, key)} aria-label=${name} ?disabled=${isOff} @click=${work}>${sign}</button>`;
    const isEmpty = this.#found.length === 0;
    return html`<div class="search" role="search" data-control @keydown=${this.#onKey}>
      <input type="search" aria-label=${words} placeholder=${words} spellcheck="false" autocomplete="off" .value=${this.#typed} @input=${this.#onInput}>
      <span class="count" role="status">${this.#inWords()}</span>
      ${button('previous-match', t('Previous match'), 'Shift+Enter', '↑', () => this.#go(-1), isEmpty)}${button('next-match', t('Next match'), 'Enter', '↓', () => this.#go(1), isEmpty)}${button('close-search', t('Close'), 'Esc', '×', () => void this.#close())}</div>`;
  }

  #inWords(): string {
    if (this.#typed === '') return '';
    if (this.#found.length === 0) return t('No match');
    return t('{0} of {1}', formatNumber(this.#at + 1), formatNumber(this.#found.length));
  }

  readonly #onInput = (event: Event): void => {
    this.#typed = (event.target as HTMLInputElement).value;
    this.#isTaken = false;
    this.#find();
    this.#show();
  };

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'Escape') void this.#close();
    else if (event.key === 'Enter' && (event.target as Element).matches('input')) this.#go(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** The key leads here from anywhere in the page, as long as the list is shown and long. */
  readonly #onKeyOutside = (event: KeyboardEvent): void => {
    if (
      event.defaultPrevented ||
      !isSearchKey(event) ||
      event.key === '/' ||
      !this.#list.isLong ||
      !this.#list.checkVisibility()
    )
      return;
    event.preventDefault();
    void this.open();
  };

  /** The first place is the one behind the selected token, as it is behind the caret in an editor, or behind another one. */
  #find(from = this.#list.selected ?? 0): void {
    const { tokens, units } = this.#list;
    if (this.#search?.of !== tokens) this.#search = { of: tokens, text: new TextSearch(tokens, units) };
    this.#found = this.#search.text.find(this.#typed);
    this.#at = Math.max(
      0,
      this.#found.findIndex(({ end }) => end > from),
    );
  }

  /** To the next place or the one before, around the ends; the first time to the one that is shown. */
  #go(step: 1 | -1): void {
    const { length } = this.#found;
    if (length === 0) return;
    if (this.#isTaken || step < 0) this.#at = (this.#at + step + length) % length;
    this.#isTaken = true;
    this.#list.dispatchEvent(detailEvent('token-select', this.#found[this.#at].start));
    this.#show();
  }

  #show(): void {
    const place = this.#found[this.#at];
    if (place) this.#list.showInList(place.start);
    else this.#list.requestUpdate();
  }

  /** The focus returns, or goes to the token that was led to. */
  async #close(): Promise<void> {
    this.#isOpen = false;
    this.#found = [];
    this.#typed = '';
    const back = this.#isTaken ? undefined : this.#cameFrom;
    this.#isTaken = false;
    this.#list.requestUpdate();
    await this.#list.updateComplete;
    const { renderRoot } = this.#list;
    const token = () => renderRoot.querySelector<HTMLElement>('.token[tabindex="0"]');
    (back?.isConnected ? back : token())?.focus();
  }

  /** Marks are set on the elements that are drawn, as tints are. */
  #mark(): void {
    const marks = new Map<number, string>();
    for (const [i, { start, end }] of this.#found.entries())
      for (let token: number = start; token < end; token++)
        if (i === this.#at || !marks.has(token)) marks.set(token, i === this.#at ? 'current' : '');
    for (const element of this.#list.renderRoot.querySelectorAll('.token')) {
      const mark = marks.get(Number(element.getAttribute('data-token')));
      if (mark === undefined) element.removeAttribute(MARK);
      else element.setAttribute(MARK, mark);
    }
  }
}

const KEY = /Mac/.test(navigator.platform) ? '⌘F' : 'Ctrl+F';

/** What has the focus inside all shadow trees. */
function focused(): HTMLElement | undefined {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element instanceof HTMLElement && element !== document.body ? element : undefined;
}
