// Stop 3: position. Shows the sum of embedding and position, the table of learnt positions and how alike its rows are,
// and what the model predicts if two tokens change places. Rotary models get rotationExhibit.ts instead of the table, those
// whose scores fall with the distance distanceExhibit.ts. Knows answers, computes none.
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, nothing } from 'lit';
import type { PositionKind } from '../../../src/contract/engineApi.ts';
import type { NextTokens, Positions, TokenVectors } from '../../../src/contract/readings.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import '../../charts/heatMap.ts';
import type { Cell, Range } from '../../charts/heatMapLayout.ts';
import '../../charts/image.ts';
import '../../charts/legend.ts';
import '../../charts/strips.ts';
import type { Strip } from '../../charts/strips.ts';
import { isAdded } from '../../state/addedPositions.ts';
import { Latest } from '../../state/latest.ts';
import { t } from '../../text/l10n.ts';
import { hundredths, percent, short } from '../../text/numbers.ts';
import { shortText } from '../../text/visibleText.ts';
import { doesNotGoOn } from '../bothWays.ts';
import '../choice.ts';
import type { Option } from '../choice.ts';
import { section } from '../section.ts';
import { StopElement } from '../stopElement.ts';
import './distanceExhibit.ts';
import { exchangedWith } from './exchangedWith.ts';
import { positionFormula, positionLead } from './positionKinds.ts';
import './rotationExhibit.ts';
import { similarityScale } from './similarityScale.ts';

/** Predictions that are compared when two tokens change places. */
const CANDIDATES = 5;
/** The number of tokens that the selected one may change places with. */
const MOST_OTHERS = 200;

export class PositionStop extends StopElement {
  static override properties = {
    ...StopElement.properties,
    cell: { state: true },
    swapping: { state: true },
  };
  /** The pair of positions that is pointed at. */
  declare cell: Cell | undefined;
  /** The exchange that the reader has asked for last; see #exchange. */
  declare swapping: string | undefined;
  readonly #positions = new Latest<Positions | undefined>();
  readonly #swapped = new Latest<NextTokens>();
  /** What the model predicts after the last token of the text as it is. */
  readonly #unchanged = new Latest<NextTokens>();

  protected override askEngine(): void {
    const { tokens, at, run, host, sampling, model } = this.context;
    if (model.positions === 'learned') this.ask(this.#positions, 'positions', () => host.positions(run));
    const { key, other } = this.#exchange();
    // An exchange costs a forward pass: it runs when the reader asks for it, not with every selection.
    if (this.swapping !== key || model.bidirectional) return;
    const last = (tokens.length - 1) as TokenIndex;
    this.ask(this.#unchanged, 'unchanged', () => host.nextTokens(run, last, CANDIDATES, sampling), 'now');
    this.ask(this.#swapped, key, () => host.swapped(run, at, other, CANDIDATES, sampling), 'now');
  }

  override render() {
    const kind = this.context.model.positions;
    const stop = {
      id: 'position',
      number: 3,
      title: t('Position'),
      lead: positionLead(kind),
      formula: positionFormula(kind, this.context.model),
      ...(this.context.model.bidirectional
        ? {}
        : { task: t('Select a token, choose another to change places with, and see what the model expects then.') }),
    };
    return section(
      stop,
      html`${this.#sum()}
        ${this.#exhibit(kind)}
        ${this.#swap()}`,
    );
  }

  /** What there is to see of positions of this kind. */
  #exhibit(kind: PositionKind) {
    if (kind === 'rotary') return html`<ts-rotation-exhibit .context=${this.context}></ts-rotation-exhibit>`;
    if (kind === 'alibi') return html`<ts-distance-exhibit .context=${this.context}></ts-distance-exhibit>`;
    if (kind !== 'learned') return nothing;
    return this.shown<Positions | undefined>(this.#positions, (positions) => positions && this.#table(positions));
  }

  /** What is added to the embedding, where the model adds its positions. */
  #sum() {
    const { vectors, tokens, at, model } = this.context;
    if (!isAdded(model.positions)) return nothing;
    return html`<h3>${t('“{0}” at position {1}', shortText(tokens[at], 20), at)}</h3>
      ${this.shown(vectors, (value) => html`<ts-strips .strips=${summands(value, model.normedEmbedding)} label=${t('Embedding, position and their sum')}></ts-strips>${value.segment ? html`<p class="hint">${t('s is the vector of the first segment, the same for every token: all of a text is of that one.')}</p>` : nothing}`)}`;
  }

  #table({ table, similarity }: Positions) {
    const { cell } = this;
    const reading = cell
      ? `${cell.row} · ${cell.column}  ${similarity.values[cell.row * similarity.columns + cell.column].toFixed(3)}`
      : '';
    const scale = scaleOf(similarity);
    return html`<div class="columns"><div><h3>${t('The table: a row for every position')}</h3>
        <ts-image .rows=${table.rows} .columns=${table.columns} .values=${table.values} label=${t('Position vectors, one row each')}></ts-image></div>
      <div><h3>${t('How alike two positions are')}<span class="hint mono">${reading}</span></h3>
        <ts-heat-map .grid=${similarity} .range=${scale} .labels=${indices(similarity.rows)} .cursor=${cell} label=${t('Cosine of every two position vectors')}
          @cell-point=${(event: CustomEvent<Cell | undefined>) => (this.cell = event.detail)}></ts-heat-map>
        <ts-legend scale="sequential" even from=${`≤ ${hundredths(scale.from)}`} to=${hundredths(scale.to)} name=${t('cosine')}></ts-legend></div></div>`;
  }

  /** The token that the selected one would change places with, and a key for the two. */
  #exchange(): { readonly key: string; readonly other: TokenIndex } {
    const { tokens, at } = this.context;
    const other = exchangedWith(at, this.context.other, tokens.length);
    return { key: `swap ${at} ${other}`, other };
  }

  #swap() {
    const { tokens, at } = this.context;
    const { key, other } = this.#exchange();
    const asked = this.swapping === key;
    if (this.context.model.bidirectional)
      return html`<h3>${t('If two tokens changed places')}</h3><p class="hint">${doesNotGoOn()}</p>`;
    if (tokens.length < 2)
      return html`<p class="hint">${t('A text of one token has nothing to change places with.')}</p>`;
    return html`<h3>${t('If two tokens changed places')}</h3>
      <div class="row"><span class="mono">${shortText(tokens[at], 20)}</span> ⇄
        <ts-choice label=${t('Change places with')} .options=${this.#others()} .value=${String(other)} @choose=${(event: CustomEvent<string>) => this.send({ kind: 'other', token: Number(event.detail) as TokenIndex })}></ts-choice>
        <vscode-button secondary data-action="swap" @click=${() => (this.swapping = key)}>${t('Swap and See')}</vscode-button></div>
      ${asked ? html`<div class="columns swap">${this.shown(this.#unchanged, (next) => this.#guesses(t('As it stands'), next))}${this.shown(this.#swapped, (next) => this.#guesses(t('Changed places'), next))}</div>` : nothing}`;
  }

  /** The first ones only: a list of thousands would be of no use. */
  #others(): readonly Option[] {
    const { tokens, at } = this.context;
    const options = tokens
      .slice(0, MOST_OTHERS)
      .map((token, i) => ({ value: String(i), label: `${i + 1} ${shortText(token, 18)}` }));
    return options.filter((_, i) => i !== at);
  }

  #guesses(title: string, { candidates }: NextTokens) {
    return html`<table><thead><tr><th colspan="2">${title}</th></tr></thead><tbody>
      ${candidates.slice(0, CANDIDATES).map((one) => html`<tr><td class="mono">${shortText(one, 18)}</td><td class="number-cell">${percent(one.probability)}</td></tr>`)}</tbody></table>`;
  }

  static override styles = [
    StopElement.styles,
    css`
      .swap { margin-top: 10px; }
      .swap > * { flex: 0 1 220px; }
    `,
  ];
}
customElements.define('ts-position-stop', PositionStop);

/** The first row of the residual stream is the sum, or its norm. */
function summands({ embedding, position, segment, residual }: TokenVectors, isNormed: boolean): readonly Strip[] {
  const strip = (label: string, values: Float32Array) => ({
    label,
    values,
    note: t('length {0}', short(Math.hypot(...values))),
    apart: false,
  });
  return [
    strip(t('embedding'), embedding),
    ...(position ? [strip(t('+ position'), position)] : []),
    ...(segment ? [strip(t('+ segment'), segment)] : []),
    strip(isNormed ? t('= normed') : t('= into layer 0'), residual.values.subarray(0, residual.columns)),
  ];
}

let counted: readonly string[] = [];

/** '0', '1', … Returns the same list for the same length, since the map is drawn again for another one. */
function indices(count: number): readonly string[] {
  if (counted.length !== count) counted = Array.from({ length: count }, (_, i) => String(i));
  return counted;
}

/** One scale for each matrix, for the same reason. */
const made = new WeakMap<object, Range>();

function scaleOf(similarity: Positions['similarity']): Range {
  const scale = made.get(similarity) ?? similarityScale(similarity);
  made.set(similarity, scale);
  return scale;
}
