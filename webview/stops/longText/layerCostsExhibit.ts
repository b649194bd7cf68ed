// The part of stop 8 that writes the formulas with the model's own numbers: what tokens cost between one another in each kind of
// layer (attention, attention within a window, states, convolutions), as the model runs and as it is run here, the curves beside
// one another, and what every token costs by itself. Counts by layerCosts.ts and tokenCosts.ts; asks nothing.
import { css, html, LitElement, nothing } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { ModelInfo } from '../../../src/contract/engineApi.ts';
import '../../charts/growthChart.ts';
import type { Curve } from '../../charts/growthChart.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { bytesInWords, inWords } from '../cost.ts';
import { whileItScrolls } from '../reachable.ts';
import { asRunHere, asTheModelRuns, type LayerGroup, layerGroups, type MixingCost } from './layerCosts.ts';
import { groupName, keptFormula, layersOf, productsFormula } from './layerCostWords.ts';
import { type TokenCost, tokenCosts, unembeddingCost } from './tokenCosts.ts';

const FLOAT = Float32Array.BYTES_PER_ELEMENT;

export class LayerCostsExhibit extends LitElement {
  static override properties = { model: { attribute: false }, n: { type: Number } };
  declare model: ModelInfo;
  /** The length of the text in tokens. */
  declare n: number;

  override render() {
    const groups = layerGroups(this.model);
    const hasStates = groups.some(({ state }) => state);
    return html`<h3>${t('Between tokens, by kind of layer, at {0} tokens', formatNumber(this.n))}</h3>
      <div class="columns"><div class="table" ${ref(whileItScrolls)}>${this.#table(groups)}</div><div>${this.#chart(groups)}</div></div>
      <p class="hint">${this.model.bidirectional ? t('As the model runs: by its own code, the whole text at once; its memory is that of keys and values.') : t('As the model runs: by its own code, token by token, with nothing kept that it will not read again.')}
      ${hasStates ? t('Here states are unrolled: what every token wrote is kept and weighed for each token that reads, so that each one’s part can be seen and taken away. That grows with the square of the text.') : nothing}
      ${t('Numbers have 32 bits. All of this is computed from the shape of the model; only times are measured.')}</p>
      <h3>${t('For every token, however long the text is')}</h3>
      <div class="table" ${ref(whileItScrolls)}>${this.#tokenTable()}</div>`;
  }

  #table(groups: readonly LayerGroup[]) {
    const { n } = this;
    const sum = (of: (group: LayerGroup, n: number) => MixingCost, what: keyof MixingCost) =>
      groups.reduce((total, group) => total + of(group, n)[what], 0);
    return html`<table><thead><tr><th>${t('layers')}</th><th>${t('multiplications, as the model runs')}</th><th class="here">${t('as run here')}</th><th>${t('memory, as the model runs')}</th><th class="here">${t('as run here')}</th></tr></thead>
      <tbody>${groups.map((group) => this.#row(group))}
      ${groups.length > 1 ? html`<tr class="sum"><th>${t('all')}</th><td>${inWords(sum(asTheModelRuns, 'multiplications'))}</td><td class="here">${inWords(sum(asRunHere, 'multiplications'))}</td><td>${bytesInWords(FLOAT * sum(asTheModelRuns, 'kept'))}</td><td class="here">${bytesInWords(FLOAT * sum(asRunHere, 'kept'))}</td></tr>` : nothing}</tbody></table>`;
  }

  #row(group: LayerGroup) {
    const model = asTheModelRuns(group, this.n);
    const here = asRunHere(group, this.n);
    // Taps are not counted here; see asRunHere().
    const products = group.kind === 'convolution' ? '–' : inWords(here.multiplications);
    return html`<tr><th>${groupName(group)}<small>${layersOf(group)}</small></th>
      <td>${inWords(model.multiplications)}<small>${productsFormula(group)}</small></td><td class="here">${products}</td>
      <td>${bytesInWords(FLOAT * model.kept)}<small>${keptFormula(group)}</small></td><td class="here">${bytesInWords(FLOAT * here.kept)}</td></tr>`;
  }

  #tokenTable() {
    const parts = tokenCosts(this.model);
    const each = parts.reduce((sum, { multiplications }) => sum + multiplications, 0);
    const unembedding = unembeddingCost(this.model);
    const row = ({ name, formula, multiplications }: TokenCost, times: number) =>
      html`<tr><th>${name}</th><td>${inWords(multiplications)}${formula === undefined ? nothing : html`<small>${formula}</small>`}</td><td>${inWords(times * multiplications)}</td></tr>`;
    return html`<table class="of-token"><thead><tr><th>${t('part')}</th><th>${t('multiplications of a token')}</th><th>${t('of {0} tokens', formatNumber(this.n))}</th></tr></thead>
      <tbody>${parts.map((part) => row(part, this.n))}
      ${parts.length > 1 ? html`<tr class="sum"><th>${t('all')}</th><td>${inWords(each)}</td><td>${inWords(this.n * each)}</td></tr>` : nothing}
      ${unembedding ? row(unembedding, 1) : nothing}</tbody></table>`;
  }

  #chart(groups: readonly LayerGroup[]) {
    const { layers } = this.model;
    const curves: Curve[] = [];
    for (const kind of ['attention', 'state', 'convolution'] as const) {
      const own = groups.filter((group) => group.kind === kind);
      if (own.length === 0) continue;
      const color = ({ attention: 'first', state: 'second', convolution: 'third' } as const)[kind];
      const total = (of: typeof asRunHere) => (n: number) =>
        own.reduce((sum, group) => sum + of(group, n).multiplications, 0);
      const count = own.reduce((sum, group) => sum + group.layers.length, 0);
      const name = {
        attention: t('attention, {0} of {1} layers', count, layers),
        state: t('states, {0} of {1} layers', count, layers),
        convolution: t('convolutions, {0} of {1} layers', count, layers),
      };
      if (kind === 'state')
        curves.push({ name: t('the same states, unrolled as here'), of: total(asRunHere), color, dashed: true });
      curves.push({ name: name[kind], of: total(asTheModelRuns), color, dashed: false });
    }
    return html`<ts-growth-chart .curves=${curves} .until=${this.n} xText=${t('{0} tokens', formatNumber(this.n))} .yText=${inWords} label=${t('Multiplications between tokens by length')}></ts-growth-chart>`;
  }

  static override styles = css`
    :host { display: block; }
    h3 { font-size: 12px; font-weight: 600; margin: 16px 0 8px; }
    .columns { display: flex; flex-wrap: wrap; gap: 12px 32px; }
    .columns > * { flex: 1 1 300px; min-width: 0; }
    .table:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
    .columns > .table { flex: 2 1 560px; }
    .table { overflow-x: auto; }
    table { border-collapse: collapse; font-size: 12px; font-variant-numeric: tabular-nums; }
    td, th { padding: 2px 14px 4px 0; text-align: right; vertical-align: top; white-space: nowrap; }
    th { font-weight: 400; color: var(--vscode-descriptionForeground); }
    thead th { white-space: normal; vertical-align: bottom; }
    th:first-child { text-align: left; }
    tbody th { color: var(--vscode-foreground); }
    .of-token small { display: inline; margin-left: 8px; }
    small { display: block; font-size: 11px; color: var(--vscode-descriptionForeground); }
    td small { font-family: var(--vscode-editor-font-family); }
    .sum > * { border-top: 1px solid var(--ts-hairline); padding-top: 4px; }
    .hint { color: var(--vscode-descriptionForeground); font-size: 12px; margin: 8px 0 0; max-width: 68ch; }
    @media (max-width: 480px) { td, th { padding-right: 8px; } td small, th small { white-space: normal; } .of-token small { display: block; overflow-wrap: anywhere; } .of-token th { white-space: normal; } }
  `;
}
customElements.define('ts-layer-costs', LayerCostsExhibit);
