// A field for a text that must be one token; while it is not, it says how the model's tokenizer cuts it. Knows one field.
import { css, html, nothing } from 'lit';
import type { OtherText } from '../../../src/contract/patching.ts';
import type { Token } from '../../../src/contract/tokens.ts';
import { detailEvent } from '../../events/detailEvent.ts';
import { Latest } from '../../state/latest.ts';
import { StopElement } from '../../stops/stopElement.ts';
import { t } from '../../text/l10n.ts';
import { quotedToken } from '../../text/quotedToken.ts';

/** Sends `token-typed` with the token, and with undefined while there is none. */
export class TypedToken extends StopElement {
  static override properties = { ...StopElement.properties, label: { type: String }, typed: { state: true } };
  declare label: string;
  declare typed: string;
  readonly #read = new Latest<OtherText>();
  #told: Token | undefined;

  constructor() {
    super();
    this.label = '';
    this.typed = '';
  }

  clear(): void {
    this.typed = '';
  }

  protected override askEngine(): void {
    const { run, host, sampling } = this.context;
    const { typed } = this;
    if (typed !== '') this.ask(this.#read, `typed ${typed}`, () => host.otherText(run, typed, 1, sampling), 'now');
  }

  override render() {
    return html`<label><span>${this.label}</span> <input type="search" autocomplete="off" spellcheck="false" .value=${this.typed} @input=${({ target }: Event) => (this.typed = (target as HTMLInputElement).value)} /></label>
      <span class="said" role="status">${this.typed === '' ? nothing : this.#said()}</span>`;
  }

  #said() {
    if (!this.#read.isCurrent) return '…';
    if (!this.#read.value) return this.waiting(this.#read);
    const tokens = this.#tokens();
    if (tokens.length === 1) return t('One token: {0}', quotedToken(tokens[0], 20));
    return t(
      'Cut into {0} tokens: {1}. It has to be one; a space in front of a word belongs to it.',
      tokens.length,
      tokens.map((one) => quotedToken(one, 20)).join(' '),
    );
  }

  /** Without those that the tokenizer puts around every text. */
  #tokens(): readonly Token[] {
    return (this.#read.value?.tokens ?? []).filter(({ special }) => !special);
  }

  override updated(): void {
    const tokens = this.typed !== '' && this.#read.isCurrent ? this.#tokens() : [];
    const token = tokens.length === 1 ? tokens[0] : undefined;
    if (token?.id === this.#told?.id) return;
    this.#told = token;
    this.dispatchEvent(detailEvent('token-typed', token));
  }

  static override styles = [
    StopElement.styles,
    css`
      :host { font-size: 12px; }
      label { display: inline-flex; flex-wrap: wrap; gap: 2px 6px; align-items: center; max-width: 100%; }
      label input[type='search'] { width: 11em; min-width: 0; box-sizing: border-box; font-family: var(--vscode-editor-font-family); }
      .said { color: var(--vscode-descriptionForeground); margin-left: 4px; overflow-wrap: anywhere; }
    `,
  ];
}
customElements.define('ts-typed-token', TypedToken);
