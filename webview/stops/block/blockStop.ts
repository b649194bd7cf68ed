// Stop 5: the block. Follows the residual stream through the layers: what attention and the feed-forward add to it,
// which hidden units are most active, what the layer norm does, and what the model would predict after each layer.
// Knows answers of the engine, computes lengths and spreads only.
import { css, html, nothing } from 'lit';
import type {
  BlockContribution,
  HiddenUnit,
  LensCell,
  LogitLens,
  TokenVectors,
} from '../../../src/contract/readings.ts';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import { windowAround } from '../../charts/arcsLayout.ts';
import { largest, lengthOf } from '../../text/largest.ts';
import '../../charts/signedBar.ts';
import { signedBars } from '../../charts/signedBarLayout.ts';
import '../../charts/strips.ts';
import type { Strip } from '../../charts/strips.ts';
import { whileTrue } from '../../state/answer.ts';
import { Latest } from '../../state/latest.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { hundredths, percent, short } from '../../text/numbers.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { shortText } from '../../text/visibleText.ts';
import { rove } from '../roving.ts';
import { section } from '../section.ts';
import { StopElement } from '../stopElement.ts';
import { addedTo, lengthsTitle, ofStreams } from './addedParts.ts';
import { normTitle, roadWords } from './roadWords.ts';

/** Columns of the logit lens. */
const LENS_TOKENS = 10;

export class BlockStop extends StopElement {
  readonly #blocks = new Latest<readonly BlockContribution[]>();
  readonly #lens = new Latest<LogitLens>();

  protected override askEngine(): void {
    const { at, run, host, model } = this.context;
    if (model.experts) void import('./expertsExhibit.ts'); // most models have none
    const span = this.#lensSpan();
    this.ask(this.#blocks, `blocks ${at}`, () => host.blocks(run, at));
    this.ask(this.#lens, `lens ${span.start} ${span.end}`, () => host.logitLens(run, span));
  }

  override render() {
    const { at, tokens, head, vectors, model } = this.context;
    const stop = {
      id: 'block',
      number: 5,
      title: t('The block'),
      ...roadWords(model),
      task: t('Follow one column of the lens from the first layer down: where does the model make up its mind?'),
    };
    const name = quotedToken(tokens[at], 20);
    return section(
      stop,
      html`<h3>${t('The stream of {0}, layer by layer', name)}</h3>
        ${model.streams ? html`<p class="hint">${ofStreams(model)}</p>` : nothing}
        ${this.shown(vectors, (value) => html`<ts-strips .strips=${streamOf(value)} label=${t('Residual stream after every layer')}></ts-strips>`)}
        ${this.shown(this.#blocks, (blocks) => html`<div class="columns"><div>${this.#road(blocks)}</div><div>${this.#detail(blocks[Math.min(head.layer, blocks.length - 1)])}</div></div>`)}
        ${model.experts ? html`<ts-experts-exhibit .context=${this.context}></ts-experts-exhibit>` : nothing}
        ${this.#lensTable()}`,
    );
  }

  /** All bars have one scale, so that what a block adds can be compared with the stream that it is added to. */
  #road(blocks: readonly BlockContribution[]) {
    const most = largest(blocks.flatMap((block) => [block.residualNorm, ...addedTo(block).map(({ norm }) => norm)]));
    const bar = (value: number, kind: string) =>
      html`<span class="bar ${kind}" .style=${`width: ${((value / most) * 100).toFixed(1)}%`}></span>`;
    return html`<h3>${t('What each block adds')}</h3>
      <table class="road"><thead><tr><th>${t('layer')}</th><th class="wide">${lengthsTitle(this.context.model, blocks[0])}</th><th class="number-cell">${t('length (cosine)')}</th></tr></thead><tbody @keydown=${rove}>
      ${blocks.map(
        (block, layer) => html`<tr class=${layer === this.context.head.layer ? 'current' : ''}>
          <th><button class="chip" tabindex=${layer === this.context.head.layer ? 0 : -1} @click=${() => this.send({ kind: 'head', head: { layer, head: 'mean' } })}>${layer}</button></th>
          <td class="wide" title=${[block.residualNorm, ...addedTo(block).map(({ norm }) => norm)].map(short).join(' · ')}>${bar(block.residualNorm, 'stream')}${addedTo(block).map(({ norm, kind }) => bar(norm, kind))}</td>
          <td class="number-cell">${addedTo(block).map(({ norm, cosine, kind }) => html`<div><i class="key ${kind}"></i>${short(norm)} (${hundredths(cosine)})</div>`)}</td></tr>`,
      )}</tbody></table>
      <p class="hint">${t('Cosine with the stream that it is added to: near 0 something new, below 0 something is taken back.')}</p>`;
  }

  /** Activations may be negative: their bars lead to the other side of the zero line. */
  #detail({ units, hiddenUnits, normInput, normOutput }: BlockContribution) {
    const { layer } = this.context.head;
    const { model } = this.context;
    const { zero, bars } = signedBars(units.map((unit) => unit.activation));
    const norm = model.normedStream ? nothing : normInFront(normTitle(model, layer), normInput, normOutput);
    if (hiddenUnits === 0) return norm;
    return html`<h3>${t('Feed-forward of layer {0}: its most active of {1} hidden units', layer, formatNumber(hiddenUnits))}</h3>
      <table><tbody>${units.map((one, i) => html`<tr><td class="number-cell">${unitName(one)}</td><td class="wide"><ts-signed-bar .bar=${bars[i]} .zero=${zero}></ts-signed-bar></td><td class="number-cell">${short(one.activation)}</td></tr>`)}</tbody></table>
      ${norm}`;
  }

  /** The tokens that the logit lens shows. */
  #lensSpan(): Span<TokenIndex> {
    const { start, end } = windowAround(this.context.at, this.context.tokens.length, LENS_TOKENS);
    return { start, end } as Span<TokenIndex>;
  }

  #lensTable() {
    const { length } = this.context.tokens;
    const lens = whileTrue(this.#lens, ({ start, rows }) => start + rows[0].length <= length);
    const { predicts } = this.context.model;
    return html`<h3>${t('Logit lens: what the model would say after each layer')}</h3>
      ${predicts === 'masked' ? html`<p class="hint">${t('Here nothing is masked: the head for masked words reads every place as it stands, where the token itself is in sight.')}</p>` : nothing}
      ${this.shown(lens, (value) => this.#lensRows(value))}`;
  }

  /** Row 0 is read out before the first block, row l after block l − 1. */
  #lensRows({ start, rows }: LogitLens) {
    const { tokens, at } = this.context;
    const columns = rows[0].map((_, i) => (start + i) as TokenIndex);
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${t('Logit lens')}><table class="lens">
      <thead @keydown=${rove}><tr><td></td>${columns.map((token) => html`<th class="mono ${token === at ? 'current' : ''}"><button class="chip" tabindex=${token === at ? 0 : -1} @click=${() => this.select(token)}>${shortText(tokens[token], 10)}</button></th>`)}</tr></thead>
      <tbody>${rows.map((row, layer) => html`<tr><th class="number-cell">${layer === 0 ? t('= into layer 0') : t('after layer {0}', layer - 1)}</th>${row.map((cell, i) => this.#lensCell(cell, columns[i]))}</tr>`)}</tbody>
    </table></div>`;
  }

  /**
   * The tint is the square root of the probability, so that small ones are seen. A frame marks a right guess.
   */
  #lensCell(cell: LensCell, token: TokenIndex) {
    const { tokens, model } = this.context;
    const follows = tokens[model.predicts === 'next' ? token + 1 : token]?.id === cell.id;
    const title = `${shortText(cell, 30)} ${percent(cell.probability)}`;
    return html`<td class="mono ${follows ? 'right' : ''}" title=${title} .style=${`--p: ${Math.sqrt(cell.probability).toFixed(3)}`}><span>${shortText(cell, 10)}</span></td>`;
  }

  static override styles = [
    StopElement.styles,
    css`
      .wide { width: 100%; min-width: 90px; }
      .bar { display: block; height: 5px; border-radius: 2px; margin: 1px 0; border: 1px solid transparent; box-sizing: border-box; }
      .road .number-cell div { display: flex; justify-content: space-between; align-items: center; gap: 6px; }
      .key { width: 7px; height: 7px; border-radius: 2px; }
      .stream { background: color-mix(in srgb, var(--vscode-foreground) 45%, transparent); }
      .attention { background: var(--ts-attention); }
      .mlp { background: var(--vscode-charts-blue, #3794ff); }
      :is(.state, .laurel) { background: var(--vscode-charts-purple, #b180d7); }
      .mixing { background: var(--vscode-charts-yellow, #cca700); }
      .road tr.current th button { border-color: var(--vscode-focusBorder); }
      .scroll { overflow-x: auto; }
      .scroll:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
      .lens td { padding: 0; }
      .lens td span { display: block; padding: 2px 6px; border: 1px solid var(--vscode-editor-background); background: color-mix(in srgb, var(--ts-attention) calc(var(--p) * 55%), transparent); }
      .lens td.right span { outline: 1px solid var(--ts-generated); outline-offset: -2px; }
      .lens th.current button { border-color: var(--vscode-focusBorder); }
    `,
  ];
}
customElements.define('ts-block-stop', BlockStop);

function unitName({ unit, expert }: HiddenUnit): string | number {
  if (expert === undefined) return unit;
  return expert === 'shared' ? t('shared expert: {0}', unit) : t('expert {0}: {1}', expert, unit);
}

/** The residual stream of one token: what enters the first block, then what leaves each block. */
function streamOf({ residual }: TokenVectors): readonly Strip[] {
  const row = (layer: number) => residual.values.subarray(layer * residual.columns, (layer + 1) * residual.columns);
  return Array.from({ length: residual.rows }, (_, layer) => ({
    label: layer === 0 ? t('= into layer 0') : t('after layer {0}', layer - 1),
    values: row(layer),
    note: t('length {0}', short(lengthOf(row(layer)))),
    apart: false,
  }));
}

function normInFront(title: string, input: Float32Array, output: Float32Array) {
  return html`<h3>${title}</h3>
      <ts-strips .strips=${[normStrip(t('before'), input), normStrip(t('after'), output)]} label=${t('The stream before and after the layer norm')}></ts-strips>`;
}

/** The note gives mean μ and standard deviation σ, which a layer norm sets to 0 and 1 before its gain and bias. */
function normStrip(label: string, values: Float32Array): Strip {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return { label, values, note: `μ ${short(mean)}  σ ${short(spread)}`, apart: false };
}
