// Writes out one query in one head: its product with every key, the scaled score, the softmax, and the weighted sum of
// the values. Knows one answer of the engine.

import { css, html, LitElement, nothing } from 'lit';
import type { HeadDetail } from '../../../src/contract/readings.ts';
import type { Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { byMouse } from '../../charts/byMouse.ts';
import { detailEvent } from '../../events/detailEvent.ts';
import { lengthOf } from '../../text/largest.ts';
import '../../charts/strips.ts';
import { t } from '../../text/l10n.ts';
import { hundredths, percent, short } from '../../text/numbers.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { shortText } from '../../text/visibleText.ts';
import { rove } from '../roving.ts';
import { softmaxTerms } from './softmaxTerms.ts';
import { whatIfButton } from './whatIfOffers.ts';

/** Rows of the table: the keys of the largest weights. */
const SHOWN = 12;
/** The number of terms of a dot product that are written out. */
const TERMS = 6;

/** Sends `edge-cut` with the key that the query is to attend to no longer. */
export class HeadDetailElement extends LitElement {
  static override properties = {
    detail: { attribute: false },
    tokens: { attribute: false },
    key: { state: true },
    slope: { type: Number },
    query: { type: Number },
  };
  declare detail: HeadDetail;
  declare tokens: readonly Token[];
  /** The key whose product with the query is written out; undefined for the one of the largest weight. */
  declare key: number | undefined;
  /** What the head takes off a score for each token of distance, if it does. */
  declare slope: number | undefined;
  /** The token that looks; undefined for the last one that can be looked at. */
  declare query: number | undefined;

  override render() {
    const { detail, tokens } = this;
    const n = detail.weights.length;
    const query = this.query ?? n - 1;
    const keys = strongest(detail.weights, SHOWN);
    const { most, exponentials } = softmaxTerms(detail.scores);
    const chosen = this.key !== undefined && this.key < n ? this.key : keys[0];
    const row = (values: Float32Array, key: number) =>
      values.subarray(key * detail.query.length, (key + 1) * detail.query.length);
    const strips = [
      { label: t('query'), values: detail.query, note: shortText(tokens[query], 12), apart: false },
      { label: t('key'), values: row(detail.keys.values, chosen), note: shortText(tokens[chosen], 12), apart: false },
      {
        label: t('value'),
        values: row(detail.values.values, chosen),
        note: `× ${detail.weights[chosen].toFixed(3)}`,
        apart: false,
      },
      {
        label: t('Σ weight · value'),
        values: detail.mixed,
        note: t('length {0}', short(lengthOf(detail.mixed))),
        apart: true,
      },
      ...gateStrips(detail),
    ];
    return html`<ts-strips .strips=${strips} label=${t('Query, key, value and the weighted sum')}></ts-strips>
      <p class="product">${this.#product(row(detail.keys.values, chosen))}</p>
      ${chosen !== query ? html`<p class="product">${this.#cutButton(chosen)}</p>` : nothing}
      <table><thead><tr><th>${t('key')}</th><th>q·k</th><th>${this.#scaling(chosen)}</th><th>${t('exp(score − {0})', thousandths(most))}</th><th>${t('weight')}</th></tr></thead><tbody @keydown=${rove}>
        ${keys.map(
          (
            key,
          ) => html`<tr class=${key === chosen ? 'chosen' : ''} @pointerenter=${byMouse(() => (this.key = key))}><td><button tabindex=${key === chosen ? 0 : -1} @click=${() => (this.key = key)} @focus=${() => (this.key = key)}>${shortText(tokens[key as TokenIndex], 16)}</button></td>
          <td>${hundredths(dot(detail.query, row(detail.keys.values, key)))}</td><td>${thousandths(detail.scores[key])}</td><td>${short(exponentials[key])}</td><td>${percent(detail.weights[key])}</td></tr>`,
        )}
        ${n > SHOWN ? html`<tr><td colspan="5" class="hint">${t('and {0} more', n - SHOWN)}</td></tr>` : nothing}
        ${tokens.length > n ? html`<tr><td colspan="5" class="hint">${t('the {0} later tokens are masked: −∞, exp 0, weight 0', tokens.length - n)}</td></tr>` : nothing}
      </tbody></table>`;
  }

  /** The query cannot be cut off from itself. */
  #cutButton(key: number) {
    const { tokens } = this;
    const words = t('Cut the edge to {0} at position {1}', quotedToken(tokens[key], 16), key);
    return whatIfButton('cut-edge', words, () => this.dispatchEvent(detailEvent('edge-cut', key)));
  }

  /** Not every model divides by √d_head, so the heading says √d only if that is how this score came about. */
  #scaling(key: number): string {
    const { slope = 0, detail } = this;
    const { query, keys, scores } = detail;
    const d = query.length;
    const product = dot(query, keys.values.subarray(key * d, (key + 1) * d));
    const expected = product / Math.sqrt(d) - slope * (scores.length - 1 - key);
    const scaled = Math.abs(expected - scores[key]) < 1e-3 * (1 + Math.abs(scores[key])) ? `÷ √${d}` : t('scaled');
    return slope ? t('{0} − {1} · distance', scaled, short(slope)) : scaled;
  }

  /** q₀·k₀ + q₁·k₁ + … */
  #product(key: Float32Array) {
    const { query } = this.detail;
    const terms = Array.from(query.slice(0, TERMS), (q, i) => `${short(q)}·${short(key[i])}`);
    return `q·k = ${terms.join(' + ')}${query.length > TERMS ? ' + …' : ''} = ${dot(query, key).toFixed(3)}`;
  }

  static override styles = css`
    :host { display: block; container-type: inline-size; }
    .product { font-family: var(--vscode-editor-font-family); font-size: 11px; color: var(--vscode-descriptionForeground); margin: 6px 0; }
    table { border-collapse: collapse; font-size: 12px; font-variant-numeric: tabular-nums; }
    th { font-weight: 400; color: var(--vscode-descriptionForeground); }
    td, th { text-align: right; padding: 1px 12px 1px 0; white-space: nowrap; }
    td:first-child, th:first-child { text-align: left; }
    .hint { white-space: normal; }
    button.chip { border: 1px solid var(--ts-hairline); border-radius: 10px; padding: 1px 8px; max-width: none; font: 11px var(--vscode-font-family); color: var(--vscode-foreground); white-space: normal; text-align: left; }
    button.chip:hover { border-color: var(--vscode-focusBorder); }
    button { border: 0; background: none; color: inherit; font: inherit; font-family: var(--vscode-editor-font-family); padding: 0; cursor: pointer; white-space: pre; }
    button:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
    .chosen { background: var(--vscode-list-hoverBackground); }
    .hint { color: var(--vscode-descriptionForeground); }
    @container (max-width: 400px) {
      table { width: 100%; font-size: 11px; }
      td, th { padding-right: 6px; }
      th { white-space: normal; vertical-align: bottom; }
      button { max-width: 8em; overflow: hidden; text-overflow: ellipsis; }
    }
  `;
}
customElements.define('ts-head-detail', HeadDetailElement);

/** The gate behind the head, and what it lets pass. */
function gateStrips({ gate }: HeadDetail) {
  if (!gate) return [];
  const open = gate.values.reduce((sum, value) => sum + value / gate.values.length, 0);
  return [
    { label: t('gate'), values: gate.values, note: t('{0} open', percent(open)), apart: false },
    {
      label: t('what passes it'),
      values: gate.passed,
      note: t('length {0}', short(lengthOf(gate.passed))),
      apart: false,
    },
  ];
}

/** The indices of the largest weights, the largest first. */
function strongest(weights: Float32Array, count: number): number[] {
  return Array.from(weights.keys())
    .sort((a, b) => weights[b] - weights[a])
    .slice(0, count);
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}

/** −1.234, with a typographic minus sign. */
function thousandths(value: number): string {
  return value.toFixed(3).replace('-', '−');
}
