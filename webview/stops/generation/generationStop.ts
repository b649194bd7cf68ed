// Stop 7: generation. Shows what each step computes, what it takes from the KV cache, and what it would cost without
// the cache. Counts by formula, measures nothing.
import { css, html, nothing } from 'lit';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { shortText } from '../../text/visibleText.ts';
import { doesNotGoOn } from '../bothWays.ts';
import { bytesInWords, costOfRange, costOfText, inWords } from '../cost.ts';
import { rove } from '../roving.ts';
import { section } from '../section.ts';
import { StopElement } from '../stopElement.ts';
import { whyButton } from '../whyButton.ts';

/** Rows of the table: the last steps. The totals count all of them. */
const SHOWN = 12;

export class GenerationStop extends StopElement {
  override render() {
    if (this.context.model.predicts !== 'next')
      return section({ id: 'generation', number: 7, title: t('Generation'), lead: doesNotGoOn() }, html``);
    const stop = {
      id: 'generation',
      number: 7,
      title: t('Generation'),
      lead: t(
        'The new token is appended, and the model asked again: that is all. Nothing before it can have changed, since no token looks ahead; so keys and values of all earlier tokens are kept, and only the new one is computed.',
      ),
      task: t(
        'Press Run below: with the cache a step runs one token, without it the whole text. Compare the two totals.',
      ),
    };
    return section(
      stop,
      html`${this.#loop()}${this.context.steps.length ? this.#totals() : html`<p class="hint">${t('Nothing is generated yet: press Step.')}</p>`}${this.#branches()}`,
    );
  }

  /** The stations that a token passes until it is appended; the last one shows the token itself. */
  #loop() {
    const { steps, tokens } = this.context;
    const last = steps.at(-1);
    const stations = [
      t('text'),
      t('{0} blocks', this.context.model.layers),
      t('probabilities'),
      t('draw'),
      last ? shortText(last.token, 12) : '…',
    ];
    return html`<div class="loop" role="img" aria-label=${t('Text, blocks, probabilities, draw, and back to the text')}>
      ${stations.map((station, i) => html`<span class="station ${i === stations.length - 1 ? 'drawn' : ''}">${station}</span>`)}<span class="back">↺ ${t('{0} tokens', formatNumber(tokens.length))}</span></div>`;
  }

  /** Without the cache, each step would run the whole text again, from its first token. */
  #totals() {
    const { steps, model } = this.context;
    const kept = steps.map((step) => costOfRange(model, step.reused, step.computed));
    const again = steps.map((step) => costOfText(model, step.reused + step.computed));
    const sum = (costs: readonly { readonly multiplications: number }[]) =>
      costs.reduce((total, cost) => total + cost.multiplications, 0);
    const withCache = sum(kept);
    const without = sum(again);
    const shown = steps.slice(-SHOWN);
    // Costs are listed for all steps, the table shows the last ones only.
    const offset = steps.length - shown.length;
    return html`<div class="columns"><table>
        <thead><tr><th>${t('token')}</th><th class="number-cell">${t('computed')}</th><th class="number-cell">${t('from the cache')}</th><th class="number-cell">${t('cache')}</th><th class="number-cell">${t('multiplications')}</th><td></td></tr></thead>
        <tbody @keydown=${rove}>${shown.map((step, i) => html`<tr><td class="mono"><button class="chip" tabindex=${i === shown.length - 1 ? 0 : -1} @click=${() => this.select(step.index)}>${shortText(step.token, 14)}</button></td><td class="number-cell">${step.computed}</td><td class="number-cell">${formatNumber(step.reused)}</td><td class="number-cell">${bytesInWords(kept[offset + i].cacheBytes)}</td><td class="number-cell">${inWords(kept[offset + i].multiplications)}</td><th role="cell">${whyButton(step.token, false, () => this.askWhy((step.index - 1) as TokenIndex, step.token.id))}</th></tr>`)}</tbody></table>
      <div><h3>${t('Multiplications in all')}</h3>
        <div class="total"><span>${t('with the cache')}</span><span class="bar kept" .style=${`width: ${((withCache / without) * 100).toFixed(2)}%`}></span><span class="number-cell">${inWords(withCache)}</span></div>
        <div class="total"><span>${t('all again each time')}</span><span class="bar again" .style=${`width: 100%`}></span><span class="number-cell">${inWords(without)}</span></div>
        <p class="hint">${t('{0} times as much without the cache.', formatNumber(without / withCache, 1))}</p></div></div>`;
  }

  /** The way to what was taken back, which nothing here shows. */
  #branches() {
    const { branches } = this.context;
    if (branches.nodes.size === 0) return nothing;
    return html`<p class="hint" data-control><button class="chip tree" data-action="tree" @click=${() => this.send({ kind: 'askAtEnd', tool: 'tree' })}>${t('All branches, in the Lab')}</button></p>`;
  }

  static override styles = [
    StopElement.styles,
    css`
      .loop { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 24px; margin-bottom: 14px; font-size: 12px; }
      .station { position: relative; border: 1px solid var(--ts-hairline); border-radius: var(--ts-radius); padding: 4px 10px; white-space: pre; }
      .station + .station::before { content: '→'; position: absolute; right: 100%; width: 24px; text-align: center; font-family: var(--vscode-font-family); color: var(--vscode-descriptionForeground); }
      .drawn { border-color: var(--ts-generated); font-family: var(--vscode-editor-font-family); }
      .back { color: var(--vscode-descriptionForeground); margin-left: -14px; }
      /* Six columns just fit into 320 px. */
      @media (max-width: 400px) { table { font-size: 11px; } th[role='cell'], thead td { padding-right: 0; } .chip { padding: 0 4px; } }
      .chip.tree { font-family: var(--vscode-font-family); font-size: 11px; }
      .total { display: grid; grid-template-columns: 10em minmax(40px, 1fr) 5em; gap: 8px; align-items: center; font-size: 12px; padding: 2px 0; }
      .bar { display: block; height: 9px; border-radius: 2px; min-width: 1px; }
      .kept { background: var(--ts-generated); }
      .again { background: color-mix(in srgb, var(--vscode-foreground) 40%, transparent); }
    `,
  ];
}
customElements.define('ts-generation-stop', GenerationStop);
