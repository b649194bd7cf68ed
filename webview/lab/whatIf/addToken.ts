// The form that hides the selected token, its line or paragraph, a span of the list, or what is selected in the editor from the
// later ones, or puts another token in its place. Knows one token.
import { css, html, nothing } from 'lit';
import type { Candidate, NextTokens } from '../../../src/contract/readings.ts';
import type { Span, Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { detailEvent } from '../../events/detailEvent.ts';
import { Latest } from '../../state/latest.ts';
import { rove } from '../../stops/roving.ts';
import { StopElement } from '../../stops/stopElement.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { percent } from '../../text/numbers.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { type ShownToken, shortText } from '../../text/visibleText.ts';
import { type SpanAround, spansAround } from './spansAround.ts';
import './typedToken.ts';
import type { TypedToken } from './typedToken.ts';

/** What the model expected most in the place of the token. */
const CANDIDATES = 8;

/** Sends `change-add` with a change, and with the token that it names. */
export class AddToken extends StopElement {
  static override properties = {
    ...StopElement.properties,
    span: { attribute: false },
    typed: { state: true },
    nothingSelected: { state: true },
  };
  /** Chosen in the list, by Shift and a click or a key; undefined for none. */
  declare span: Span<TokenIndex> | undefined;
  declare typed: Token | undefined;
  /** The selection was asked for, and there is none. */
  declare nothingSelected: boolean;
  readonly #expected = new Latest<NextTokens>();

  protected override askEngine(): void {
    const { run, host, sampling } = this.context;
    const from = this.#askedFrom();
    if (from >= 0)
      this.ask(this.#expected, `expected ${from}`, () => host.nextTokens(run, from, CANDIDATES + 1, sampling));
  }

  /** Where the model is asked what it expects in the place of the token; below 0 where nothing says that. */
  #askedFrom(): TokenIndex {
    const { at, model } = this.context;
    if (model.predicts === 'nothing') return -1 as TokenIndex;
    return (model.predicts === 'masked' ? at : at - 1) as TokenIndex;
  }

  override render() {
    const { at, tokens, model } = this.context;
    const name = quotedToken(tokens[at], 20);
    const hide = { kind: 'hide', span: { start: at, end: at + 1 } as Span<TokenIndex> } as const;
    return html`<div class="row"><button class="chip plain" data-action="hide" @click=${() => this.#add({ change: hide })}>${model.bidirectional ? t('Hide {0} from all other tokens', name) : t('Hide {0} from all later tokens', name)}</button>
        ${this.span ? this.#hideSpan(this.span) : nothing}${spansAround(tokens, at).map((around) => this.#hideAround(around))}
        <button class="chip plain" data-action="hide-selection" @click=${() => this.#hideSelection()}>${t('Hide what is selected in the editor')}</button>
        ${this.nothingSelected ? html`<span class="hint" role="status">${t('Nothing of the explained text is selected in the editor.')}</span>` : nothing}</div>
      ${this.span ? nothing : html`<p class="hint">${t('Shift and a click, or Shift and an arrow key, choose several tokens in the text above.')}</p>`}
      <h4>${t('Replace {0}', name)}</h4>
      ${this.#askedFrom() < 0 ? nothing : this.shown(this.#expected, (expected) => this.#chips(expected))}
      <div class="row"><ts-typed-token .context=${this.context} label=${t('by another token')} @token-typed=${({ detail }: CustomEvent<Token | undefined>) => (this.typed = detail)} @keydown=${this.#onKey}></ts-typed-token>
        <vscode-button data-action="replace" secondary ?disabled=${!this.typed} @click=${this.#replaceByTyped}>${t('Replace')}</vscode-button></div>`;
  }

  #hideSpan(span: Span<TokenIndex>) {
    return html`<button class="chip plain" data-action="hide-span" @click=${() => this.#add({ change: { kind: 'hide', span } })}>${t('Hide tokens {0} to {1}', formatNumber(span.start + 1), formatNumber(span.end))}</button>`;
  }

  #hideAround({ kind, span }: SpanAround) {
    const count = formatNumber(span.end - span.start);
    const words =
      kind === 'line' ? t('Hide its line ({0} tokens)', count) : t('Hide its paragraph ({0} tokens)', count);
    return html`<button class="chip plain" data-action=${`hide-${kind}`} @click=${() => this.#add({ change: { kind: 'hide', span } })}>${words}</button>`;
  }

  async #hideSelection(): Promise<void> {
    const span = await this.context.host.selectedTokens();
    this.nothingSelected = span === undefined;
    if (span) this.#add({ change: { kind: 'hide', span } });
  }

  #chips({ candidates }: NextTokens) {
    const { at, tokens } = this.context;
    const others = candidates.filter(({ id }) => id !== tokens[at].id).slice(0, CANDIDATES);
    const chip = (one: Candidate, i: number) =>
      html`<button class="chip" data-id=${one.id} tabindex=${i === 0 ? 0 : -1} @click=${() => this.#replace(one.id, one)}>${shortText(one, 16)} <span class="share">${percent(one.probability)}</span></button>`;
    return html`<div class="chips" role="group" aria-label=${t('Tokens that the model expected there')} @keydown=${rove}>${others.map(chip)}</div>`;
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') this.#replaceByTyped();
  };

  readonly #replaceByTyped = (): void => {
    if (!this.typed) return;
    this.#replace(this.typed.id, this.typed);
    this.renderRoot.querySelector<TypedToken>('ts-typed-token')?.clear();
  };

  #replace(id: number, token: ShownToken): void {
    this.#add({ change: { kind: 'token', token: this.context.at, id }, token });
  }

  #add(detail: object): void {
    this.dispatchEvent(detailEvent('change-add', detail));
  }

  static override styles = [
    StopElement.styles,
    css`
      h4 { margin: 10px 0 4px; font-size: 12px; font-weight: 400; }
      .chip.plain { font-family: var(--vscode-font-family); }
      .chips { display: flex; flex-wrap: wrap; gap: 4px; margin-bottom: 8px; }
      .share { color: var(--vscode-descriptionForeground); font-family: var(--vscode-font-family); font-size: 11px; font-variant-numeric: tabular-nums; }
      .chip { max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
    `,
  ];
}
customElements.define('ts-add-token', AddToken);
