// A list to choose one thing from, as VS Code's own. Adds to the element that draws it that the list may change, and that
// typing finds an option. Knows words and values.
import { detailEvent } from '../events/detailEvent.ts';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import type { VscodeSingleSelect } from '@vscode-elements/elements/dist/vscode-single-select/index.js';
import { css, html, LitElement } from 'lit';

export interface Option {
  readonly value: string;
  readonly label: string;
}

/** Keys within this time are one word that is looked for. */
const TYPED_TOGETHER_MS = 1000;
/** The height of the longest list: ten options, with its frame. */
const LIST_PX = 230;

/** Sends `choose` with the value of an option. */
export class Choice extends LitElement {
  static override properties = {
    options: { attribute: false, hasChanged: differ },
    value: { type: String },
    label: { type: String },
  };
  declare options: readonly Option[];
  declare value: string;
  declare label: string;
  #typed = { text: '', at: 0 };

  constructor() {
    super();
    this.options = [];
    this.value = '';
    this.label = '';
  }

  /** Keys are seen here before the element sees them. */
  override render() {
    return html`<vscode-single-select label=${this.label} @change=${({ target }: Event) => this.#choose((target as VscodeSingleSelect).value)} @pointerdown=${this.#turn} @keydown=${{ handleEvent: this.#onKey, capture: true }}></vscode-single-select>`;
  }

  /**
   * Set by its number, which also moves the mark in an open list that Enter chooses by. It is set after each list: the
   * element keeps the numbers of the one before.
   */
  override updated(changed: Map<string, unknown>): void {
    const select = this.#select();
    if (changed.has('options')) select.options = this.options.map((option) => ({ ...option }));
    select.selectedIndex = this.options.findIndex(({ value }) => value === this.value);
  }

  #select(): VscodeSingleSelect {
    return this.renderRoot.querySelector('vscode-single-select') as VscodeSingleSelect;
  }

  #choose(value: string): void {
    this.value = value;
    this.dispatchEvent(detailEvent('choose', value));
  }

  /** The element lets its list hang down even where the window ends. */
  readonly #turn = (): void => {
    const { top, bottom } = this.getBoundingClientRect();
    const below = window.innerHeight - bottom;
    this.#select().position = below < LIST_PX && top > below ? 'above' : 'below';
  };

  /** Space opens the list, unless it stands inside a word. */
  readonly #onKey = (event: KeyboardEvent): void => {
    const { key, timeStamp, ctrlKey, altKey, metaKey } = event;
    this.#turn();
    if (key.length !== 1 || ctrlKey || altKey || metaKey) return;
    const before = timeStamp - this.#typed.at < TYPED_TOGETHER_MS ? this.#typed.text : '';
    if (key === ' ' && !before) return;
    if (key === ' ') {
      event.stopPropagation();
      event.preventDefault();
    }
    this.#typed = { text: before + key.toLowerCase(), at: timeStamp };
    const found = this.options.find(({ label }) => label.toLowerCase().startsWith(this.#typed.text));
    if (found && found.value !== this.value) this.#choose(found.value);
  };

  static override styles = css`
    :host { --vscode-font-size: 12px; display: inline-block; width: 11em; max-width: 100%; }
    vscode-single-select { width: 100%; }
  `;
}
customElements.define('ts-choice', Choice);

/** The panel makes its lists anew each time that it is drawn; only another one is set, since that moves the mark. */
function differ(now: readonly Option[], before: readonly Option[] = []): boolean {
  return (
    now.length !== before.length ||
    now.some(({ value, label }, i) => value !== before[i].value || label !== before[i].label)
  );
}
