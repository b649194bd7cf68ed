// Stop 6: the next token. Shows the most probable tokens after a position, with their probabilities before and after
// temperature, top-k, top-p and min-p, and the token that really follows. Below, n-gram counts show what counting alone
// would guess. Knows answers, computes no probability.

import { css, html, nothing } from 'lit';
import type {
  Candidate,
  NextTokens,
  NgramGuess,
  NgramGuesses,
  SamplingOptions,
} from '../../../src/contract/readings.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { shownAfter } from '../../state/branches.ts';
import { Latest } from '../../state/latest.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { largest } from '../../text/largest.ts';
import { percent, short } from '../../text/numbers.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { shortText, visibleText } from '../../text/visibleText.ts';
import { rove } from '../roving.ts';
import { section } from '../section.ts';
import '../numbersButtons.ts';
import '../slider.ts';
import { StopElement } from '../stopElement.ts';
import { whyButton } from '../whyButton.ts';
import { nextTable } from './nextNumbers.ts';
import { nextTitle, nextWords } from './nextWords.ts';

/** Rows of each table of n-gram guesses. */
const GUESSES = 5;

interface BarOfCandidate {
  readonly after: TokenIndex;
  readonly one: Candidate;
  /** 0 = most probable */
  readonly rank: number;
  /** The probability that the longest bar has. */
  readonly most: number;
  /** Whether the text goes on with it. */
  readonly follows: boolean;
}

export class NextTokenStop extends StopElement {
  readonly #ngrams = new Latest<NgramGuesses>();

  protected override askEngine(): void {
    const { at, host } = this.context;
    if (this.context.model.predicts === 'next') this.ask(this.#ngrams, `ngrams ${at}`, () => host.ngrams(at, GUESSES));
  }

  override render() {
    const { next, model } = this.context;
    const stop = {
      id: 'next',
      number: 6,
      ...nextWords(model.predicts),
      tools:
        next.value && next.isCurrent
          ? html`<span class="entropy">${t('entropy {0} bits', formatNumber(next.value.entropyBits, 2))}</span><ts-numbers data-control></ts-numbers>`
          : html``,
    };
    if (model.predicts === 'nothing') return section(stop, html``); // the lead says it
    const bars = this.shown(next, (value) => this.#bars(value));
    if (model.predicts !== 'next') return section(stop, bars);
    return section(stop, html`${this.#sliders()}${bars}${this.#counting()}`);
  }

  override numbers() {
    const { value, isCurrent } = this.context.next;
    return value && isCurrent ? [nextTable(value, this.context.model.predicts)] : [];
  }

  /** All bars have one scale. The token that really follows is added below if it is not among the most probable. */
  #bars({ candidates, actual, after }: NextTokens) {
    const most = largest(candidates.map((one) => Math.max(one.probability, one.drawProbability)));
    const listed = actual !== undefined && candidates.some((one) => one.id === actual.id);
    return html`<div class=${this.#isDrawn ? 'bars' : 'bars masked'} role="table" aria-label=${nextTitle(this.context.model.predicts)} @keydown=${rove}>
      <div class="after" role="row"><span role="cell">${this.#place(after)}</span><span role="columnheader">${t('probability')}</span>${this.#isDrawn ? html`<span role="columnheader">${t('drawn')}</span>` : html`<span></span>`}</div>
      ${candidates.map((one, i) => this.#bar({ after, one, rank: i, most, follows: one.id === actual?.id }))}
      ${actual && !listed ? html`<div class="gap" aria-hidden="true">⋮</div>${this.#bar({ after, one: actual, rank: actual.rank, most, follows: true })}` : nothing}
    </div>`;
  }

  /** A masked word is not drawn, and nothing goes on with it. */
  get #isDrawn(): boolean {
    return this.context.model.predicts === 'next';
  }

  #place(at: TokenIndex): string {
    const name = quotedToken(this.context.tokens[at], 20);
    return this.#isDrawn ? t('after {0}', name) : t('in place of {0}', name);
  }

  /** The wide bar is the probability, the narrow one that of being drawn: 0 if top-k, top-p or min-p drop the token. */
  #bar({ after, one, rank, most, follows }: BarOfCandidate) {
    const width = (value: number) => `width:${((value / most) * 100).toFixed(2)}%`;
    const title = `${visibleText(one)}  id ${one.id}  logit ${short(one.logit)}`;
    const isDrawn = this.#isDrawn;
    return html`<div class="bar ${isDrawn && one.drawProbability === 0 ? 'cut' : ''}" role="row" title=${title}>
      <span class="rank" role="cell">${rank + 1}</span>
      <span class="name" role="rowheader">${shortText(one, 16)}${follows ? html`<span class="follows">${isDrawn ? t('follows') : t('stands here')}</span>` : nothing}</span>
      <span class="ways" role="cell">${isDrawn ? html`${whyButton(one, rank === 0, () => this.askWhy(after, one.id))}${this.#continueButton(after, one)}` : nothing}</span>
      <span class="track" aria-hidden="true"><span class="fill" .style=${width(one.probability)}></span>${isDrawn ? html`<span class="drawn" .style=${width(one.drawProbability)}></span>` : nothing}</span>
      <span class="value" role="cell">${percent(one.probability)}</span>
      <span class="value" role="cell">${!isDrawn ? nothing : one.drawProbability === 0 ? '–' : percent(one.drawProbability)}</span>
    </div>`;
  }

  /** Where the model's own tokens begin, any of these can come next; within the text there is no choice. */
  #continueButton(after: TokenIndex, one: Candidate) {
    const { branches, promptLength, generating } = this.context;
    const generated = after - promptLength + 1;
    if (generated < 0) return nothing;
    const words = t('Continue with {0}', quotedToken(one, 20));
    const fork = () => this.act({ kind: 'fork', after: shownAfter(branches, generated), token: one.id });
    return html`<button class="chip why" data-action="continue" data-control title=${words} aria-label=${words} tabindex="-1" aria-disabled=${generating} @click=${fork}>+</button>`;
  }

  /** What models before Transformers would guess: the tokens that followed the same last one or two in the document. */
  #counting() {
    return html`<h3>${t('And without a Transformer: counted in this document')}</h3>
      ${this.shown(this.#ngrams, (guesses) => this.#counted(guesses))}`;
  }

  #counted(guesses: NgramGuesses) {
    return html`<div class="columns ngrams">${this.#guesses(t('after the last token (bigram)'), guesses.bigram)}${this.#guesses(t('after the last two (trigram)'), guesses.trigram)}
      <p class="hint">${t('{0} tokens of the open document were counted. Where the last tokens never stood there before, counting knows nothing.', formatNumber(guesses.tokensCounted))}</p></div>`;
  }

  #guesses(title: string, guesses: readonly NgramGuess[]) {
    return html`<table><thead><tr><th colspan="3">${title}</th></tr></thead><tbody>
      ${guesses.length ? guesses.map((one) => html`<tr><td class="mono">${shortText(one, 16)}</td><td class="number-cell">${one.count} ×</td><td class="number-cell">${percent(one.probability)}</td></tr>`) : html`<tr><td class="hint">${t('never seen')}</td></tr>`}</tbody></table>`;
  }

  #sliders() {
    const { temperature, topK, topP, minP, repetitionPenalty: penalty, seed } = this.context.sampling;
    return html`<div class="sliders" role="group" aria-label=${t('Sampling')}>
      ${this.#slider('temperature', t('Temperature'), temperature, [0, 2, 0.05], temperature === 0 ? t('0 (always the first)') : temperature.toFixed(2))}
      ${this.#slider('topK', t('Top-k'), topK, [0, 100, 1], topK === 0 ? t('all') : String(topK))}
      ${this.#slider('topP', t('Top-p'), topP, [0.01, 1, 0.01], topP === 1 ? t('all') : topP.toFixed(2))}
      ${this.#slider('minP', t('Min-p'), minP, [0, 0.5, 0.01], minP === 0 ? t('none') : minP.toFixed(2))}
      ${this.#slider('repetitionPenalty', t('Repetition penalty'), penalty, [1, 2, 0.05], penalty === 1 ? t('none') : penalty.toFixed(2))}
      ${this.#slider('seed', t('Seed'), seed, [0, 100, 1], String(seed))}
    </div>`;
  }

  /** `shown` is the value as the reader sees and hears it. */
  #slider(
    name: keyof SamplingOptions,
    label: string,
    value: number,
    [min, max, step]: readonly number[],
    shown: string,
  ) {
    return html`<div class="slider"><span>${label}</span><output>${shown}</output>
      <ts-slider .min=${min} .max=${max} .step=${step} .value=${value} label=${label} .said=${shown} @slide=${(event: CustomEvent<number>) => this.#change(name, event.detail)}></ts-slider></div>`;
  }

  #change(name: keyof SamplingOptions, value: number): void {
    this.send({ kind: 'sampling', sampling: { ...this.context.sampling, [name]: value } });
  }

  static override styles = [
    StopElement.styles,
    css`
      :host { container-type: inline-size; }
      .columns { gap: 16px 40px; }
      .ngrams > table { flex: 0 1 220px; align-self: start; }
      .answer { container-type: inline-size; }
      .bars { display: flex; flex-direction: column; gap: 2px; }
      .bar, .after { display: grid; grid-template-columns: 2em minmax(6em, 11em) max-content minmax(40px, 1fr) 5.2em 5.2em; gap: 8px; align-items: center; height: 21px; }
      .masked .bar, .masked .after { grid-template-columns: 2em minmax(6em, 14em) 0 minmax(40px, 1fr) 5.2em 0; }
      .ways { white-space: nowrap; }
      .ways .why + .why { margin-left: 3px; }
      .after { font-size: 11px; color: var(--vscode-descriptionForeground); }
      .after span:first-child { grid-column: 1 / 5; font-family: var(--vscode-editor-font-family); }
      .after span:not(:first-child), .value { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
      .rank { text-align: right; font-size: 11px; color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; }
      .name { font-family: var(--vscode-editor-font-family); white-space: pre; overflow: hidden; text-overflow: ellipsis; }
      .follows { margin-left: 8px; padding: 0 6px; border-radius: 8px; border: 1px solid var(--ts-generated); font-family: var(--vscode-font-family); font-size: 10px; }
      .track { position: relative; height: 13px; }
      .fill, .drawn { position: absolute; left: 0; border-radius: 2px; }
      .fill { top: 0; bottom: 0; background: color-mix(in srgb, var(--vscode-charts-blue) 45%, transparent); border: 1px solid var(--vscode-contrastBorder, transparent); box-sizing: border-box; }
      .drawn { top: 4px; height: 5px; background: var(--ts-generated); }
      .value { font-size: 12px; }
      /* In a narrow panel the bars get lines of their own, below the words: beside them 40 pixels would be left. */
      @container (max-width: 400px) {
        .bar, .after { grid-template-columns: 1.6em minmax(0, 1fr) auto 4.4em 4.4em; gap: 6px; }
        .masked .bar, .masked .after { grid-template-columns: 1.6em minmax(0, 1fr) 0 4.4em 0; }
        .after span:first-child { grid-column: 1 / 4; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        .bar { grid-template-rows: 19px 9px; height: auto; row-gap: 0; }
        .bar .track { grid-area: 2 / 2 / 3 / 6; height: 8px; }
        .track .drawn { top: 2px; height: 4px; }
      }
      .cut .name, .cut .value { color: var(--vscode-descriptionForeground); }
      .gap { color: var(--vscode-descriptionForeground); padding-left: 1.4em; line-height: 1; }
      .entropy { font-size: 11px; color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; }
      /* Above the bars, so that both are seen at once on a low screen. */
      .sliders { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 8px 24px; max-width: 760px; margin-bottom: 14px; }
      @container (max-width: 460px) { .sliders { grid-template-columns: repeat(2, minmax(0, 1fr)); } }
      @container (max-width: 240px) { .sliders { grid-template-columns: 1fr; } }
      .slider { display: grid; grid-template: 18px auto / 1fr auto; font-size: 12px; gap: 3px 8px; }
      output { font-variant-numeric: tabular-nums; color: var(--vscode-descriptionForeground); }
      ts-slider { grid-column: 1 / 3; width: 100%; }
    `,
  ];
}
customElements.define('ts-next-token-stop', NextTokenStop);
