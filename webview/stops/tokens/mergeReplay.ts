// Replays the byte-pair merges of a word, from its bytes to its tokens. Knows one word.
import { css, html, LitElement, nothing } from 'lit';
import type { MergeReplay } from '../../../src/contract/readings.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { visibleText } from '../../text/visibleText.ts';
import '../slider.ts';
import { partsAfter } from './mergeParts.ts';

/** The time between two merges. */
const PLAY_MS = 700;

export class MergeReplayElement extends LitElement {
  static override properties = { replay: { attribute: false }, step: { state: true }, playing: { state: true } };
  declare replay: MergeReplay;
  /** The number of merges that are done. */
  declare step: number;
  declare playing: boolean;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor() {
    super();
    this.step = 0;
    this.playing = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#pause();
  }

  /** A new word is shown finished; the reader may then go back. */
  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('replay')) {
      this.#pause();
      this.step = this.replay.merges?.length ?? 0;
    }
  }

  override render() {
    const { merges } = this.replay;
    if (!merges) return html`<p>${t('This tokenizer does not work by merging pairs.')}</p>`;
    if (merges.length === 0) return html`<p>${t('Its tokens are single bytes: there is nothing to merge.')}</p>`;
    const next = merges.at(this.step);
    return html`<div class="parts" aria-live="polite">${partsAfter(this.replay, this.step).map(
      (part, i) =>
        html`<span class="part ${part.whole ? 'whole' : ''} ${next && (i === next.part || i === next.part + 1) ? 'next' : ''}">${visibleText(part)}</span>`,
    )}</div>
      <div class="controls">
        <button data-control title=${t('Play')} aria-label=${t('Play')} @click=${() => (this.playing ? this.#pause() : this.#play())}>${this.playing ? '❚❚' : '▶'}</button>
        <ts-slider .max=${merges.length} .value=${this.step} label=${t('Merges done')}
          @slide=${(event: CustomEvent<number>) => {
            this.#pause();
            this.step = event.detail;
          }}></ts-slider>
        <output>${t('{0} of {1} merges', this.step, merges.length)}${next ? html` · ${t('next: rank {0}', formatNumber(next.rank))}` : nothing}</output>
      </div>`;
  }

  #play(): void {
    const last = this.replay.merges?.length ?? 0;
    if (this.step >= last) this.step = 0;
    this.playing = true;
    this.#timer = setInterval(() => {
      if (this.step >= last) this.#pause();
      else this.step++;
    }, PLAY_MS);
  }

  #pause(): void {
    clearInterval(this.#timer);
    this.playing = false;
  }

  static override styles = css`
    .parts { display: flex; flex-wrap: wrap; gap: 4px; min-height: 27px; font-family: var(--vscode-editor-font-family); }
    .part { padding: 2px 6px; border: 1px solid var(--ts-hairline); border-radius: var(--ts-radius); white-space: pre; }
    .whole { background: var(--ts-odd); }
    .next { border-color: var(--ts-attention); box-shadow: inset 0 -2px var(--ts-attention); }
    .controls { display: flex; gap: 8px; align-items: center; margin-top: 8px; font-size: 12px; }
    button { width: 26px; height: 22px; border: 1px solid var(--ts-hairline); border-radius: 3px; background: none; color: inherit; cursor: pointer; font-size: 10px; }
    button:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
    ts-slider { flex: 0 1 220px; }
    output { color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; }
  `;
}
customElements.define('ts-merge-replay', MergeReplayElement);
