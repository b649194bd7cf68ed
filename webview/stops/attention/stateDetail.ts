// Writes out one query of one head of a state: its product with each key, what is left of that key's part, the weight that they
// make, and how long what it wrote is. Knows one answer of the engine.
import { css, html, LitElement, nothing } from 'lit';
import type { StateDetail } from '../../../src/contract/stateReadings.ts';
import type { Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { byMouse } from '../../charts/byMouse.ts';
import { detailEvent } from '../../events/detailEvent.ts';
import '../../charts/signedBar.ts';
import { t } from '../../text/l10n.ts';
import { short } from '../../text/numbers.ts';
import { shortText } from '../../text/visibleText.ts';
import { rove } from '../roving.ts';

/** Rows of the table: the tokens whose weights are furthest from 0. */
const SHOWN = 12;

/** Sends `key-point` with a token whose row is reached, undefined when it is left. */
export class StateDetailElement extends LitElement {
  static override properties = { detail: { attribute: false }, tokens: { attribute: false }, key: { type: Number } };
  declare detail: StateDetail;
  declare tokens: readonly Token[];
  /** The token whose row is marked, and there even if its weight is small; undefined for the first row. */
  declare key: number | undefined;

  override render() {
    const { detail, tokens } = this;
    const n = detail.weights.length;
    const keys = shownKeys(detail.weights, this.key);
    const most = Math.max(...keys.map((key) => Math.abs(detail.weights[key]))) || 1;
    const chosen = this.key !== undefined && this.key < n ? this.key : keys[0];
    return html`<p class="product">${this.#product(chosen)}</p>
      <table><thead><tr><th>${t('token')}</th><th>q·k</th><th>${t('left of it')}</th><td class="bar"></td><th>${t('weight')}</th><th>${t('length written')}</th></tr></thead><tbody @keydown=${rove} @pointerleave=${byMouse(() => this.#point(undefined))}>
        ${keys.map((key) => this.#row(key, key === chosen, most))}
        ${n > keys.length ? html`<tr><td colspan="6" class="hint">${t('and {0} more', n - keys.length)}</td></tr>` : nothing}
        ${tokens.length > n ? html`<tr><td colspan="6" class="hint">${t('the {0} later tokens have not written yet', tokens.length - n)}</td></tr>` : nothing}
      </tbody></table>`;
  }

  #row(key: number, isChosen: boolean, most: number) {
    const { products, left, weights, written } = this.detail;
    const share = (Math.abs(weights[key]) / most) * 50;
    const negative = weights[key] < 0;
    const bar = { left: negative ? 50 - share : 50, width: share, negative };
    return html`<tr class=${isChosen ? 'chosen' : ''} @pointerenter=${byMouse(() => this.#point(key))}><td><button tabindex=${isChosen ? 0 : -1} @click=${() => (this.key = key)} @focus=${() => this.#point(key)} @blur=${() => this.#point(undefined)}>${shortText(this.tokens[key as TokenIndex], 16)}</button></td>
      <td>${short(products[key])}</td><td>${short(left[key])}</td><td class="bar" aria-hidden="true"><ts-signed-bar .bar=${bar} .zero=${50}></ts-signed-bar></td><td>${short(weights[key])}</td><td>${short(written[key])}</td></tr>`;
  }

  #product(key: number): string {
    const { products, left, weights } = this.detail;
    return t(
      'weight = q·k × what is left = {0} × {1} = {2}',
      short(products[key]),
      short(left[key]),
      short(weights[key]),
    );
  }

  #point(key: number | undefined): void {
    this.dispatchEvent(detailEvent('key-point', key));
  }

  static override styles = css`
    :host { display: block; container-type: inline-size; }
    .product { font-family: var(--vscode-editor-font-family); font-size: 11px; color: var(--vscode-descriptionForeground); margin: 0 0 6px; }
    table { border-collapse: collapse; font-size: 12px; font-variant-numeric: tabular-nums; }
    th { font-weight: 400; color: var(--vscode-descriptionForeground); vertical-align: bottom; }
    td, th { text-align: right; padding: 1px 12px 1px 0; white-space: nowrap; }
    td:first-child, th:first-child { text-align: left; }
    .bar { width: 64px; min-width: 40px; }
    .hint { white-space: normal; color: var(--vscode-descriptionForeground); }
    button { border: 0; background: none; color: inherit; font: inherit; font-family: var(--vscode-editor-font-family); padding: 0; cursor: pointer; white-space: pre; }
    button:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
    .chosen { background: var(--vscode-list-hoverBackground); }
    @container (max-width: 400px) {
      table { width: 100%; font-size: 11px; }
      td, th { padding-right: 5px; }
      th { white-space: normal; }
      .bar { display: none; }
      button { max-width: 7em; overflow: hidden; text-overflow: ellipsis; }
    }
  `;
}
customElements.define('ts-state-detail', StateDetailElement);

/** The tokens whose weights are furthest from 0, these first, and the one that was opened. */
function shownKeys(weights: Float32Array, opened: number | undefined): readonly number[] {
  const strongest = Array.from(weights.keys())
    .sort((a, b) => Math.abs(weights[b]) - Math.abs(weights[a]))
    .slice(0, SHOWN);
  const isMissing = opened !== undefined && opened < weights.length && !strongest.includes(opened);
  return isMissing ? [...strongest.slice(0, SHOWN - 1), opened] : strongest;
}
