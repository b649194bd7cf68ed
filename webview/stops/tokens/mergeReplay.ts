// Replays the byte-pair merges of a token, from its bytes on, between its neighbours in the same word. Knows one word.
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import type { MergeReplay } from '../../../src/contract/readings.ts';
import type { Token } from '../../../src/contract/tokens.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import '../slider.ts';
import { shortText, visibleText } from '../../text/visibleText.ts';
import { partsAfter } from './mergeParts.ts';

/** The time between two merges. */
const PLAY_MS = 700;
/** Neighbours that are shown on each side. To many tokenizers a whole Chinese sentence is one word. */
const BESIDE = 4;

export class MergeReplayElement extends LitElement {
  static override properties = {
    replay: { attribute: false },
    tokens: { attribute: false },
    step: { state: true },
    playing: { state: true },
  };
  declare replay: MergeReplay;
  /** Those of the text, among which the replayed one is. */
  declare tokens: readonly Token[];
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

  /** A new token is shown finished; the reader may then go back. */
  override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has('replay')) {
      this.#pause();
      this.step = this.replay.merges?.length ?? 0;
    }
  }

  override render() {
    const { merges } = this.replay;
    if (!merges) return html`<p>${t('This tokenizer does not work by merging pairs.')}</p>`;
    if (merges.length === 0)
      return html`${this.#among([html`<span class="part whole">${visibleText(this.tokens[this.replay.token])}</span>`])}<p>${this.#unmerged()}</p>`;
    const next = merges.at(this.step);
    const parts = partsAfter(this.replay, this.step).map(
      (part, i) =>
        html`<span class="part ${next ? '' : 'whole'} ${next && (i === next.part || i === next.part + 1) ? 'next' : ''}">${visibleText(part)}</span>`,
    );
    return html`${this.#among(parts)}
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

  /** The parts of the token between its neighbours. */
  #among(parts: readonly TemplateResult[]) {
    const { token, word } = this.replay;
    const beside = (start: number, end: number) =>
      this.tokens.slice(start, end).map((one) => html`<span class="beside">${shortText(one, 12)}</span>`);
    const gap = html`<span class="beside">…</span>`;
    const [start, end] = [Math.max(word.start, token - BESIDE), Math.min(word.end, token + 1 + BESIDE)];
    return html`<div class="parts">${start > word.start ? gap : nothing}${beside(start, token)}<span class="own" aria-live="polite">${parts}</span>${beside(token + 1, end)}${end < word.end ? gap : nothing}</div>`;
  }

  /** Why there are no merges to show. */
  #unmerged(): string {
    const { parts } = this.replay;
    if (parts.length > 1) return t('No merges make it: it stands in the vocabulary as a whole.');
    return parts[0]?.length === 1
      ? t('It is a single byte: there is nothing to merge.')
      : t('It is a single character: there is nothing to merge.');
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
    .own { display: contents; }
    .whole { background: var(--ts-odd); }
    .beside { padding: 3px 1px; color: color-mix(in srgb, var(--vscode-foreground) 75%, var(--vscode-editor-background)); white-space: pre; }
    .next { border-color: var(--ts-attention); box-shadow: inset 0 -2px var(--ts-attention); }
    .controls { display: flex; gap: 8px; align-items: center; margin-top: 8px; font-size: 12px; }
    button { width: 26px; height: 22px; border: 1px solid var(--ts-hairline); border-radius: 3px; background: none; color: inherit; cursor: pointer; font-size: 10px; }
    button:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
    ts-slider { flex: 0 1 220px; }
    output { color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; }
  `;
}
customElements.define('ts-merge-replay', MergeReplayElement);
