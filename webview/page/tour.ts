// The guided tour: one card for each stop, in the order of the lecture. Knows what to say about a stop, not what it
// shows; whether the words fit, it measures on the tokens.
import { detailEvent } from '../events/detailEvent.ts';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, LitElement, nothing } from 'lit';
import type { ModelInfo } from '../../src/contract/engineApi.ts';
import type { Token } from '../../src/contract/tokens.ts';
import { layerKinds, mixingName } from '../state/headless.ts';
import { STOPS, type StopId } from '../state/stopIds.ts';
import { formatNumber, t } from '../text/l10n.ts';
import { cardStyles } from './cardStyles.ts';
import { stopName } from './modelMap.ts';
import { positionInTour } from './positionInTour.ts';
import { tourFit } from './tourFit.ts';

/**
 * Sends `stop-choose` with the name of the next or previous stop, `tour-embedded` where the reader wants another model for
 * it, `tour-examples` where they want to go on with worked examples, and `tour-leave` at the end.
 */
export class Tour extends LitElement {
  static override properties = {
    stop: { type: String },
    model: { attribute: false },
    tokens: { attribute: false },
  };
  declare stop: StopId;
  declare model: ModelInfo;
  /** Those of the explained text. */
  declare tokens: readonly Token[];

  override render() {
    const at = STOPS.indexOf(this.stop);
    const last = at === STOPS.length - 1;
    return html`<div class="card" role="region" aria-label=${t('Guided tour')}>
      <div class="words" aria-live="polite"><strong>${at + 1}/${STOPS.length} ${this.#name()}</strong> ${wordsAt(this.stop, this.model)}${at === 0 ? this.#misfit() : nothing}</div>
      <div class="buttons">
        <vscode-button secondary ?disabled=${at === 0} data-action="tour-back" @click=${() => this.#go(STOPS[at - 1])}>${t('Back')}</vscode-button>
        ${
          last
            ? html`<vscode-button data-action="tour-examples" @click=${() => this.dispatchEvent(detailEvent('tour-examples'))}>${t('Ask why: three worked examples')}</vscode-button>`
            : html`<vscode-button data-action="tour-next" @click=${() => this.#go(STOPS[at + 1])}>${t('Next')}</vscode-button>`
        }
        <vscode-button secondary data-action="tour-leave" @click=${() => this.#leave()}>${last ? t('Finish') : t('Leave the tour')}</vscode-button>
      </div></div>`;
  }

  #name(): string {
    return this.stop === 'attention' ? mixingName(layerKinds(this.model)) : stopName(this.stop);
  }

  /** On a model that lacks the script of the text, the words of the tour would speak of what is not there. */
  #misfit() {
    const { tokens, broken, fits } = tourFit(this.tokens);
    if (fits) return nothing;
    const words = t(
      'The vocabulary of {0} has hardly any of this text: {1} of {2} tokens here are mere pieces of characters. What the tour says about words will not be seen.',
      this.model.name,
      formatNumber(broken),
      formatNumber(tokens),
    );
    return html`<p class="misfit">${words} <vscode-button secondary data-action="tour-embedded" @click=${() => this.dispatchEvent(detailEvent('tour-embedded'))}>${t('Tour with the embedded model')}</vscode-button></p>`;
  }

  #go(stop: StopId): void {
    this.dispatchEvent(detailEvent('stop-choose', stop));
  }

  #leave(): void {
    this.dispatchEvent(detailEvent('tour-leave'));
  }

  static override styles = [
    cardStyles,
    css`
    .misfit { margin: 8px 0 0; padding-left: 10px; border-left: 3px solid var(--vscode-editorWarning-foreground, #cca700); }
    .misfit vscode-button { margin: 4px 0 0; vertical-align: middle; max-width: 100%; }
    .misfit vscode-button::part(base) { white-space: normal; }
  `,
  ];
}
customElements.define('ts-tour', Tour);

/** A function, not a constant: texts can be translated only once the language is known. */
function wordsAt(stop: StopId, model: ModelInfo): string {
  const attends = layerKinds(model).includes('attention');
  const words: Record<StopId, string> = {
    tokens: t(
      'A language model does one thing: it continues a text, one token at a time. First the text is cut into tokens. Point at one: it is marked in your editor too. Select one, and keep an eye on it from here on.',
    ),
    embedding: t(
      'Each token becomes a vector, looked up in a table that training has filled. Look at what lies closest to yours: nobody told the model that these belong together.',
    ),
    position: positionInTour(model.positions),
    attention: attends
      ? t(
          'Now context comes in. Each head compares a token with all before it and gathers from those that matter. Choose heads: some look one back, some find what followed the same word earlier.',
        )
      : t(
          'Now context comes in, without attention: each head keeps a state, which every token lets fade, writes into and reads from. Look for the tokens at which a head forgets most.',
        ),
    block: t(
      'Attention and feed-forward make a block, and blocks are stacked. Each adds to the stream. The lens shows what the model would say if it stopped after that layer.',
    ),
    next: t(
      'From the last vector comes a number for every token there is, and from the numbers probabilities. The sliders decide how one is drawn.',
    ),
    generation: t(
      'Press Step: the drawn token is appended and everything begins again, except that what is known already is taken from the cache.',
    ),
    long: attends
      ? t(
          'Every token looks at all before it, so twice the text is four times the work. Measure it here. This is what much of today’s research is about.',
        )
      : t(
          'No token is compared with the ones before it, so that twice the text is twice the work. Measure it here: that is why such models are made.',
        ),
  };
  return words[stop];
}
