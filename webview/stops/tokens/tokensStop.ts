// Stop 1: tokens. Shows the text cut into tokens, how byte-pair merges made one of them, and how other tokenizers
// cut the same text. Knows answers, cuts nothing itself.
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import { css, html, nothing } from 'lit';
import type { MergeReplay, Surprisals } from '../../../src/contract/readings.ts';
import type { OpenAiEncoding, Token, TokenIndex } from '../../../src/contract/tokens.ts';
import type { OtherTokenization } from '../../../src/contract/webviewApi.ts';
import '../../charts/legend.ts';
import { whileTrue } from '../../state/answer.ts';
import { Latest } from '../../state/latest.ts';
import type { TokenTint } from '../../state/panelState.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { shortText, visibleText } from '../../text/visibleText.ts';
import '../choice.ts';
import './mergeReplay.ts';
import { headName } from '../headName.ts';
import { section } from '../section.ts';
import { StopElement } from '../stopElement.ts';
import { longestToken } from './longestToken.ts';
import '../numbersButtons.ts';
import './tokenList.ts';
import { tokenTable } from './tokenNumbers.ts';

const ENCODINGS: readonly OpenAiEncoding[] = ['o200k_base', 'cl100k_base', 'r50k_base'];
/** The number of tokens that are shown of each tokenizer; whole texts would be four times as long as the list above. */
const COMPARED = 60;
/** The surprisal in bits from which on the tint is strongest; 16 bits are a probability of 1 in 65,536. */
const MOST_SURPRISING = 16;

export class TokensStop extends StopElement {
  static override properties = { ...StopElement.properties, comparing: { state: true } };
  /** Whether the reader has asked for the other tokenizers. */
  declare comparing: boolean;
  readonly #merges = new Latest<MergeReplay>();
  readonly #others = new Latest<readonly OtherTokenization[]>();
  readonly #surprisals = new Latest<Surprisals>();

  constructor() {
    super();
    this.comparing = false;
  }

  /** This stop is drawn off the screen, too, because the other stops point at its tokens. */
  protected override shouldUpdate(): boolean {
    return true;
  }

  protected override askEngine(): void {
    const { run, host } = this.context;
    const tint = this.#tint;
    const token = this.#replayed();
    this.ask(this.#merges, `merges ${token}`, () => host.merges(run, token));
    if (tint === 'surprisal') this.ask(this.#surprisals, 'surprisals', () => host.surprisals(run), 'later');
    if (this.comparing) this.ask(this.#others, 'compare', () => host.compare(ENCODINGS), 'now');
  }

  override numbers() {
    const { value, isCurrent } = this.#surprisals;
    return [tokenTable(this.context.tokens, isCurrent ? value : undefined)];
  }

  override render() {
    const { tokens, promptLength, selected, pointer, showIds, model } = this.context;
    const tint = this.#tint;
    const stop = {
      id: 'tokens',
      number: 1,
      title: t('Tokens'),
      lead: t(
        'A model does not read letters or words but tokens: pieces that often stand together in the text it learnt from. Select one to see what it looks at.',
      ),
      task: t(
        'Type the same word with and without a space in front, or in capitals, and explain again: it is split differently.',
      ),
      tools: html`<span class="row tint">${t('Tint')}
          <ts-choice label=${t('Tint')} .options=${[
            { value: 'attention', label: t('attention') },
            ...(model.bidirectional ? [] : [{ value: 'surprisal', label: t('surprise') }]),
          ]} .value=${tint} @choose=${(event: CustomEvent<TokenTint>) => this.send({ kind: 'tint', tint: event.detail })}></ts-choice></span>
        <vscode-checkbox data-control label=${t('Show ids')} .checked=${showIds}
          @change=${(event: Event) => this.send({ kind: 'showIds', showIds: (event.target as HTMLInputElement).checked })}></vscode-checkbox><ts-numbers data-control></ts-numbers>`,
    };
    return section(
      stop,
      html`<ts-token-list
          .tokens=${tokens}
          .promptLength=${promptLength}
          .selected=${selected}
          .weights=${this.#tinted()}
          .showIds=${showIds}
          .whole=${this.context.whole}
          .surpriseOf=${tint === 'surprisal' ? this.#surpriseOf : undefined}
          .pointer=${pointer}
          @token-select=${(event: CustomEvent<TokenIndex | undefined>) => this.send({ kind: 'select', token: event.detail })}
        ></ts-token-list>
        <p class="hint" data-legend="tint">${this.#legend()}</p>
        <div class="columns"><div>${this.#replay()}</div><div>${this.#comparison()}</div></div>`,
    );
  }

  /** A model that reads in both directions is surprised by nothing that follows. */
  get #tint(): TokenTint {
    const { tint, model } = this.context;
    return model.bidirectional ? 'attention' : tint;
  }

  /** Whose tint it is. In the editor stands the one of attention, or none. */
  #legend(): string {
    const { tokens, selected, head } = this.context;
    const tint = this.#tint;
    if (tint === 'surprisal')
      return `${t('Stronger: the model found the token less probable.')} ${this.#surpriseHere()}`;
    if (selected === undefined) return t('Select a token to see what it looks at.');
    return t('Stronger: “{0}” looks at it more ({1}).', shortText(tokens[selected], 16), headName(head));
  }

  /** The weights of the tint, from 0 to 1: how unexpected each token was, or what the selected one attends to. */
  #tinted(): ArrayLike<number> | undefined {
    const { selected, weights } = this.context;
    const tint = this.#tint;
    if (tint === 'surprisal') return this.#surprising();
    return selected === undefined ? undefined : weights.value;
  }

  /** Until the next answer is there, only the tokens of the text itself are surely those that were asked about. */
  #surprising(): ArrayLike<number> | undefined {
    const { value, isCurrent } = this.#surprisals;
    const bits = isCurrent ? value?.bits : value?.bits.subarray(0, this.context.promptLength);
    return bits?.map((one) => Math.min(1, one / MOST_SURPRISING));
  }

  /** The token whose merges are replayed: the selected one, or the longest. */
  #replayed(): TokenIndex {
    const { tokens, selected } = this.context;
    return selected ?? longestToken(tokens);
  }

  /** Undefined while there is no answer, and for the first token, which nothing predicts. */
  readonly #surpriseOf = (token: TokenIndex): string | undefined => {
    const surprisals = this.#surprisals.value;
    if (!surprisals || !this.#surprisals.isCurrent || token === 0 || token >= surprisals.bits.length) return undefined;
    return t('{0} bits, rank {1}', formatNumber(surprisals.bits[token], 1), formatNumber(surprisals.ranks[token] + 1));
  };

  #surpriseHere(): string {
    const { at, tokens } = this.context;
    const surprise = this.#surpriseOf(at);
    return surprise ? `${quotedToken(tokens[at], 16)}: ${surprise}` : '';
  }

  #replay() {
    const { tokens } = this.context;
    const name = quotedToken(tokens[this.#replayed()], 16);
    const replay = whileTrue(this.#merges, ({ word }) => word.end <= tokens.length);
    return html`<h3>${t('How {0} was put together', name)}</h3>
      ${this.shown(replay, (value) => html`<ts-merge-replay .replay=${value} .tokens=${tokens}></ts-merge-replay>`)}
      <p class="hint">${t('Byte-pair encoding starts from bytes and joins the pair that was learnt first, again and again, until no pair is in the list.')}</p>`;
  }

  #comparison() {
    if (!this.comparing)
      return html`<h3>${t('Other tokenizers')}</h3>
        <vscode-button secondary data-action="compare" @click=${() => (this.comparing = true)}>${t('Compare')}</vscode-button>
        <p class="hint">${t('The same text as GPT-4o, GPT-4 and GPT-3 read it.')}</p>`;
    const others = this.#others.value;
    if (!others) return html`<h3>${t('Other tokenizers')}</h3>${this.waiting(this.#others)}`;
    const { tokens, promptLength, model } = this.context;
    const own = tokens.slice(0, promptLength).filter(({ byteSpan }) => byteSpan.end > byteSpan.start);
    const known = new Set(own.map(place));
    const cuts = others.map((other) => this.#cut(other.name ?? t('embedded model'), other.tokens, known));
    const alike = others.every((other) => other.tokens.every((token) => known.has(place(token))));
    return html`<h3>${t('Other tokenizers')}</h3><div class="cuts">${this.#cut(model.name, own, known)}${cuts}</div>
      <p class="hint">${alike ? t('All of them cut the text alike.') : t('Underlined: pieces that {0} cuts otherwise.', model.name)}</p>`;
  }

  /** `known` holds the places of the pieces that it is compared with; those at other places are underlined. */
  #cut(name: string, tokens: readonly Token[], known: ReadonlySet<string>) {
    const characters = tokens.length ? tokens[tokens.length - 1].span.end : 0;
    const perToken = tokens.length ? characters / tokens.length : 0;
    return html`<div class="cut"><strong>${name}</strong> <span class="hint">${t('{0} tokens, {1} characters a token', formatNumber(tokens.length), formatNumber(perToken, 2))}</span>
      <div class="mono pieces">${tokens.slice(0, COMPARED).map((token, i) => html`<span class="${i % 2 ? 'odd' : 'even'} ${known.has(place(token)) ? '' : 'differs'}">${visibleText(token)}</span>`)}${tokens.length > COMPARED ? '…' : nothing}</div></div>`;
  }

  static override styles = [
    StopElement.styles,
    css`
      .columns { margin-top: 18px; }
      .cuts { display: flex; flex-direction: column; gap: 8px; }
      .pieces { white-space: normal; font-size: 12px; line-height: 1.5; }
      .pieces span { display: inline-block; white-space: pre; border-radius: 2px; }
      .differs { text-decoration: underline; text-decoration-color: var(--ts-attention); text-decoration-thickness: 2px; text-underline-offset: 3px; }
      .even { background: var(--ts-even); }
      .odd { background: var(--ts-odd); }
      :host-context(.vscode-high-contrast) .pieces span { outline: 1px solid var(--ts-hairline); }
      .tint { color: var(--vscode-descriptionForeground); }
    `,
  ];
}
customElements.define('ts-tokens-stop', TokensStop);

/** Where a piece is in the text, as a key. Two tokenizers agree on a piece where its bytes begin and end alike. */
function place({ byteSpan: { start, end } }: Token): string {
  return `${start} ${end}`;
}
