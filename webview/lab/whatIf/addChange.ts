// What can be changed: three short forms, one at a time. Knows the forms, not what they change.
import { css, html, type TemplateResult } from 'lit';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import { detailEvent } from '../../events/detailEvent.ts';
import { rove } from '../../stops/roving.ts';
import { StopElement } from '../../stops/stopElement.ts';
import { t } from '../../text/l10n.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import './addDirection.ts';
import './addPart.ts';
import './addToken.ts';

const FORMS = ['part', 'token', 'direction'] as const;
type Form = (typeof FORMS)[number];

/** Sends `change-add` with a change, and with the token that it names. */
export class AddChange extends StopElement {
  static override properties = { ...StopElement.properties, span: { attribute: false }, form: { state: true } };
  /** Several tokens that were chosen; undefined for one. */
  declare span: Span<TokenIndex> | undefined;
  declare form: Form;

  constructor() {
    super();
    this.form = 'part';
  }

  /** Whoever has chosen a span wants to hide it. */
  override willUpdate(changed?: Map<string, unknown>): void {
    super.willUpdate();
    if (changed?.has('span') && this.span) this.form = 'token';
  }

  override render() {
    return html`<h3>${t('Add a change')}</h3>
      <div class="forms" role="radiogroup" aria-label=${t('Add a change')} @keydown=${rove}>${FORMS.map(
        (form) =>
          html`<button class="chip" role="radio" data-form=${form} aria-checked=${form === this.form} tabindex=${form === this.form ? 0 : -1} @click=${() => (this.form = form)}>${this.#name(form)}</button>`,
      )}</div>
      ${this.#form()}`;
  }

  #name(form: Form): string {
    const { at, tokens } = this.context;
    const names: Record<Form, string> = {
      part: t('Part of the model'),
      token: t('Token {0}', quotedToken(tokens[at], 14)),
      direction: t('Direction'),
    };
    return names[form];
  }

  #form(): TemplateResult {
    const { context } = this;
    const { layerHeads, experts, beside } = context.model;
    const passOn = this.#passOn;
    if (this.form === 'part')
      return html`<ts-add-part .layerHeads=${layerHeads} .experts=${experts} .beside=${beside} .suggested=${context.head} @change-add=${passOn}></ts-add-part>`;
    if (this.form === 'token')
      return html`<ts-add-token .context=${context} .span=${this.span} @change-add=${passOn}></ts-add-token>`;
    return html`<ts-add-direction .context=${context} @change-add=${passOn}></ts-add-direction>`;
  }

  readonly #passOn = (event: Event): void => {
    this.dispatchEvent(detailEvent('change-add', (event as CustomEvent<unknown>).detail));
  };

  static override styles = [
    StopElement.styles,
    css`
      .forms { display: flex; flex-wrap: wrap; gap: 4px; margin-bottom: 10px; }
      .forms .chip { font-family: var(--vscode-font-family); font-size: 12px; }
      .forms [aria-checked='true'] { background: var(--ts-selected-background); color: var(--ts-selected-foreground); border-color: var(--vscode-contrastActiveBorder, transparent); outline: 1px solid var(--vscode-contrastActiveBorder, transparent); }
    `,
  ];
}
customElements.define('ts-add-change', AddChange);
