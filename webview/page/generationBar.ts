// The bar that is always in sight, with the buttons that generate one token after another. Knows the last step, and
// asks the engine nothing: it sends `generation` with the action.
import { detailEvent } from '../events/detailEvent.ts';
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, LitElement, nothing } from 'lit';
import type { GenerationAction } from '../state/generationAction.ts';
import type { RecordedStep } from '../state/recordedStep.ts';
import { formatNumber, t } from '../text/l10n.ts';
import { percent } from '../text/numbers.ts';
import { shortText } from '../text/visibleText.ts';
import { BACK_KEY, STEP_KEY, withKey } from './shortcuts.ts';

export class GenerationBar extends LitElement {
  static override properties = {
    steps: { attribute: false },
    generating: { type: Boolean },
    notice: { type: String },
  };
  declare steps: readonly RecordedStep[];
  declare generating: boolean;
  /** Why generation stopped by itself; it takes the place of the last step. */
  declare notice: string | undefined;

  constructor() {
    super();
    this.steps = [];
    this.generating = false;
  }

  override render() {
    const any = this.steps.length > 0;
    return html`<div class="bar" role="toolbar" aria-label=${t('Generate')}>
      ${this.#button('step', t('Step'), withKey(t('Sample one token and append it'), STEP_KEY), this.generating, true)}
      ${
        this.generating
          ? this.#button('stop', t('Stop'), t('Stop after this token'), false, false)
          : this.#button('run', t('Run'), t('Go on until Stop'), false, false)
      }
      ${this.#button('back', t('Back'), withKey(t('Take the last token away'), BACK_KEY), this.generating || !any, false)}
      ${this.#button('reset', t('Reset'), t('Take all generated tokens away'), this.generating || !any, false)}
      ${this.#button('copy', t('Copy'), t('Copy the generated text'), !any, false)}
      <p role="status">${this.notice ? html`<strong>${this.notice}</strong>` : this.#lastStep()}</p>
    </div>`;
  }

  #button(action: GenerationAction, label: string, title: string, disabled: boolean, primary: boolean) {
    return html`<vscode-button ?secondary=${!primary} ?disabled=${disabled} title=${title} data-action=${action}
      @click=${() => this.dispatchEvent(detailEvent('generation', action))}>${label}</vscode-button>`;
  }

  /** The probability is the one that the token was drawn with, after temperature and the cuts. */
  #lastStep() {
    const step = this.steps.at(-1);
    if (!step) return html`${t('The model goes on from your text, one token at a time.')}`;
    const { token, drawnFrom, computed, reused, ms } = step;
    const probability = drawnFrom.actual?.drawProbability;
    return html`<code>${shortText(token, 16)}</code> ${probability === undefined ? nothing : t('sampled, p = {0}', percent(probability))}
      · ${t('{0} computed, {1} reused from the cache', computed, formatNumber(reused))} · ${t('{0} ms', formatNumber(ms, 1))}`;
  }

  static override styles = css`
    .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; padding: 8px 20px; }
    p { margin: 0 0 0 8px; font-size: 12px; color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; }
    code { font-family: var(--vscode-editor-font-family); color: var(--vscode-foreground); border-bottom: 2px solid var(--ts-generated); white-space: pre; }
    strong { color: var(--vscode-foreground); font-weight: 600; }
    /* In a narrow panel all buttons stay in one line. */
    @media (max-width: 380px) {
      .bar { padding: 8px 6px; gap: 2px; --vscode-font-size: 11px; }
    }
    /* In a low panel the last step is only read aloud; why generation stopped is always written. */
    @media (max-height: 420px) {
      .bar { padding: 3px 8px; gap: 3px; --vscode-font-size: 11px; }
      p:not(:has(strong)) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    }
  `;
}
customElements.define('ts-generation-bar', GenerationBar);
