// Stop 4: what attends to what. All heads small, the chosen one large as a heat map and as arcs over the tokens, one
// query written out, what each head is good at, and what context made of the same token in two places.
import { css, html, nothing } from 'lit';
import type { AttentionOverview, HeadRef, Matrix, Token, TokenIndex } from '../../src/engine/protocol.ts';
import type { HeadDetail, HeadScoreTable } from '../../src/engine/readings.ts';
import '../charts/arcs.ts';
import { windowAround } from '../charts/arcsLayout.ts';
import '../charts/heatMap.ts';
import type { Cell } from '../charts/heatMapLayout.ts';
import '../charts/legend.ts';
import '../charts/thumbGrid.ts';
import type { Thumb } from '../charts/thumbGrid.ts';
import { t } from '../l10n.ts';
import { Latest } from '../latest.ts';
import { percent } from '../numbers.ts';
import type { Pointer } from '../pointer.ts';
import { shortText } from '../visibleText.ts';
import { ATTENTION } from './formulas.ts';
import './headDetail.ts';
import { section } from './section.ts';
import { StopElement } from './stopElement.ts';

/** Arcs over more would be a thicket. */
const MOST_ARCS = 48;
/** A head's role is named from this score on. */
const NAMED_FROM = 0.3;

export class AttentionStop extends StopElement {
  static override properties = {
    ...StopElement.properties,
    rolled: { state: true },
    tokens: { attribute: false },
    heads: { type: Number },
    layers: { type: Number },
    head: { attribute: false },
    overview: { attribute: false },
    matrix: { attribute: false },
    weights: { attribute: false },
    selected: { type: Number },
    pointer: { attribute: false },
    cursor: { state: true },
  };
  declare tokens: readonly Token[];
  declare heads: number;
  declare layers: number;
  declare head: HeadRef;
  declare overview: AttentionOverview | undefined;
  declare matrix: Matrix | undefined;
  /** Of the selected token in the chosen head. */
  declare weights: ArrayLike<number> | undefined;
  declare selected: TokenIndex | undefined;
  declare pointer: Pointer;
  declare cursor: Cell | undefined;
  /** The map shows the rollout up to the layer in place of one head. */
  declare rolled: boolean;
  readonly #detail = new Latest<HeadDetail>();
  readonly #scores = new Latest<HeadScoreTable>();
  readonly #rollout = new Latest<Matrix>();
  readonly #alike = new Latest<Float32Array>();

  constructor() {
    super();
    this.rolled = false;
  }

  override render() {
    const stop = {
      id: 'attention',
      number: 4,
      title: t('Attention'),
      lead: t(
        'Each token gathers information from the tokens before it, weighted by how relevant they are to it. Every layer does this several times at once: once per head.',
      ),
      formula: ATTENTION,
      task: t(
        'Write a word that was in the text before, and look for the head that finds what followed it: induction.',
      ),
      tools: html`<ts-legend scale="sequential" from="0" to="1" name=${t('weight')}></ts-legend>`,
    };
    return section(
      stop,
      html`<div class="columns"><div class="choose">${this.#heads()}</div><div class="chosen">${this.#chosen()}</div></div>${this.#arcs()}<div class="columns more"><div>${this.#arithmetic()}</div><div>${this.#contexts()}</div></div>`,
    );
  }

  #heads() {
    const { overview, heads } = this;
    const maps = (row: number, column: number) => (overview ? thumb(overview, row, column) : undefined);
    return html`<h3>${t('Layers and heads')}</h3>
      <ts-thumb-grid
        .rows=${this.layers}
        .columns=${heads + 2}
        .rowLabels=${Array.from({ length: this.layers }, (_, i) => String(i))}
        .columnLabels=${[...Array.from({ length: heads }, (_, i) => String(i)), t('mean'), t('max')]}
        .maps=${maps}
        .size=${overview?.size ?? 0}
        .chosen=${{ row: this.head.layer, column: columnOf(this.head, heads) }}
        .nameOf=${(row: number, column: number) => this.#spoken({ layer: row, head: headOf(column, heads) })}
        label=${t('Layers and heads')}
        @thumb-choose=${(event: CustomEvent<Thumb>) => this.#choose(event.detail)}
      ></ts-thumb-grid>`;
  }

  #chosen() {
    const n = this.tokens.length;
    const shown = this.#shown();
    const grid = shown && shown.rows <= n ? shown : undefined;
    const role = this.#role(this.head);
    return html`<h3>${this.rolled ? t('Rollout up to layer {0}', this.head.layer) : this.#name(this.head)}${role && !this.rolled ? html`<span class="role" title=${role.score.toFixed(2)}>${role.name}</span>` : nothing}
        <label title=${t('Abnar and Zuidema 2020: attention of all layers so far, multiplied')}><input type="checkbox" .checked=${this.rolled} @change=${(event: Event) => (this.rolled = (event.target as HTMLInputElement).checked)} /> ${t('rollout')}</label><span class="reading" role="status">${this.#reading()}</span></h3>
      ${
        grid
          ? html`<ts-heat-map
            .grid=${grid}
            .labels=${this.tokens.slice(0, grid.rows).map((token) => shortText(token, 8))}
            triangular
            .cursor=${this.cursor}
            label=${t('Attention of {0}: rows are the tokens that look, columns the tokens they look at. Arrow keys move through the cells.', this.#name(this.head))}
            @cell-point=${(event: CustomEvent<Cell | undefined>) => this.#point(event.detail)}
            @cell-select=${(event: CustomEvent<Cell | undefined>) => event.detail && this.select(event.detail.row as TokenIndex)}
          ></ts-heat-map>`
          : html`<p class="waiting">${t('Computing…')}</p>`
      }`;
  }

  /** For screen readers and the tool tip: what the head is good at comes along. */
  #spoken(head: HeadRef): string {
    const role = this.#role(head);
    return role ? `${this.#name(head)}: ${role.name} ${role.score.toFixed(2)}` : this.#name(head);
  }

  #roles({ layer, head }: HeadRef) {
    const table = this.#scores.value;
    if (!table || typeof head !== 'number') return [];
    const at = layer * table.heads + head;
    return [
      { name: t('previous token'), score: table.previousToken[at] },
      { name: t('first token'), score: table.firstToken[at] },
      { name: t('same token'), score: table.sameToken[at] },
      { name: t('induction'), score: table.induction[at] },
    ];
  }

  /** A name where a head does one thing with a good part of its weight. */
  #role(head: HeadRef) {
    const [best] = this.#roles(head).sort((a, b) => b.score - a.score);
    return best && best.score >= NAMED_FROM ? best : undefined;
  }

  #arithmetic() {
    const { at, run, host, tokens } = this.context;
    const { layer, head } = this.head;
    if (typeof head !== 'number')
      return html`<h3>${t('One head written out')}</h3><p class="hint">${t('Choose a single head above: the arithmetic is done in each by itself.')}</p>`;
    const detail = this.ask(this.#detail, `detail ${layer} ${head} ${at}`, () =>
      host.headDetail(run, { layer, head }, at),
    );
    return html`<h3>${t('What {0} asks for', `“${shortText(tokens[at], 16)}”`)}</h3>
      ${detail && this.#detail.isCurrent ? html`<ts-head-detail .detail=${detail} .tokens=${tokens}></ts-head-detail>` : this.waiting(this.#detail)}`;
  }

  #contexts() {
    const { run, host } = this.context;
    const scores = this.ask(this.#scores, run, () => host.headScores(run));
    const roles = this.#roles(this.head);
    return html`<h3>${t('What this head is good at')}</h3>
      ${scores ? nothing : this.waiting(this.#scores)}
      ${
        roles.length
          ? html`<table class="scores"><tbody>${roles.map(({ name, score }) => html`<tr class=${score >= NAMED_FROM ? 'strong' : ''}><td>${name}</td><td class="number-cell">${score.toFixed(2)}</td></tr>`)}</tbody></table>`
          : nothing
      }
      <p class="hint">${t('Mean weight on 25 random tokens written twice (Olsson et al. 2022; same token: Wang et al. 2022).')}</p>
      ${this.#twin()}`;
  }

  /** The lecture's 果: one embedding, two meanings. */
  #twin() {
    const { at, tokens, run, host } = this.context;
    const twin = tokens.findIndex((token, i) => i !== at && token.id === tokens[at].id) as TokenIndex;
    const name = `“${shortText(tokens[at], 12)}”`;
    if ((twin as number) < 0)
      return html`<h3>${t('The same token elsewhere')}</h3><p class="hint">${t('{0} stands here only once. Select a token that is repeated.', name)}</p>`;
    const alike = this.ask(this.#alike, `alike ${at} ${twin}`, () => host.similarity(run, at, twin));
    return html`<h3>${t('{0} at {1} and at {2}: how alike after each layer', name, at, twin)}</h3>
      ${
        alike
          ? html`<div class="alike" role="img" aria-label=${Array.from(alike, (value) => value.toFixed(2)).join(', ')}>${Array.from(alike, (value, layer) => html`<span .style=${`height: ${(Math.max(0, value) * 100).toFixed(1)}%`} title="${layer}: ${value.toFixed(3)}"></span>`)}</div>
            <div class="layers" aria-hidden="true">${Array.from(alike, (value) => html`<span>${value.toFixed(2)}</span>`)}</div>`
          : this.waiting(this.#alike)
      }`;
  }

  #shown(): Matrix | undefined {
    if (!this.rolled) return this.matrix;
    const { run, host } = this.context;
    const { layer } = this.head;
    return this.ask(this.#rollout, `rollout ${layer}`, () => host.rollout(run, layer));
  }

  #arcs() {
    const { start, end } = windowAround(this.selected ?? this.tokens.length - 1, this.tokens.length, MOST_ARCS);
    const edges = this.#edges(start, end);
    const whole = end - start === this.tokens.length;
    return html`<h3 class="arcs-title">${this.selected === undefined ? t('Strongest links of this head') : t('What {0} looks at', `“${shortText(this.tokens[this.selected], 20)}”`)}
        ${whole ? nothing : html`<span class="reading">${t('tokens {0} to {1} of {2}', start, end - 1, this.tokens.length)}</span>`}</h3>
      <ts-arcs
        .labels=${this.tokens.slice(start, end).map((token) => shortText(token, 14))}
        .edges=${edges}
        .selected=${this.selected === undefined ? undefined : this.selected - start}
        label=${this.#summary(edges, start)}
        @place-select=${(event: CustomEvent<number>) => this.select((event.detail + start) as TokenIndex)}
        @place-point=${(event: CustomEvent<number | undefined>) => (event.detail === undefined ? this.pointer.pointAt() : this.pointer.pointAt((event.detail + start) as TokenIndex))}
      ></ts-arcs>`;
  }

  /** Of the selected token, or the strongest of the head; the first token is left out there, since most heads rest on it. */
  #edges(start: number, end: number) {
    if (this.selected !== undefined) {
      const to = this.selected;
      return Array.from(this.weights ?? [], (weight, from) => ({ from: to - start, to: from - start, weight })).filter(
        (edge) => edge.to >= 0,
      );
    }
    const edges = [];
    const { matrix } = this;
    for (let row = Math.max(1, start); matrix && row < Math.min(end, matrix.rows); row++) {
      for (let column = Math.max(1, start); column < row; column++) {
        edges.push({ from: row - start, to: column - start, weight: matrix.values[row * matrix.columns + column] });
      }
    }
    return edges.sort((a, b) => b.weight - a.weight).slice(0, MOST_ARCS);
  }

  #summary(edges: readonly { from: number; to: number; weight: number }[], start: number): string {
    const strongest = edges.toSorted((a, b) => b.weight - a.weight).slice(0, 5);
    const said = strongest.map(
      ({ from, to, weight }) =>
        `${shortText(this.tokens[from + start], 20)} → ${shortText(this.tokens[to + start], 20)} ${percent(weight)}`,
    );
    return t('Strongest links: {0}', said.join(', '));
  }

  #reading(): string {
    const { cursor } = this;
    const matrix = this.#shown();
    if (!cursor || !matrix || cursor.row >= matrix.rows) return '';
    const weight = matrix.values[cursor.row * matrix.columns + cursor.column];
    return `${shortText(this.tokens[cursor.row], 14)} → ${shortText(this.tokens[cursor.column], 14)}  ${weight.toFixed(3)}`;
  }

  #point(cell: Cell | undefined): void {
    this.cursor = cell;
    if (cell) this.pointer.pointAt(cell.row as TokenIndex, cell.column as TokenIndex);
    else this.pointer.pointAt();
  }

  #choose({ row, column }: Thumb): void {
    const head: HeadRef = { layer: row, head: headOf(column, this.heads) };
    this.send({ kind: 'head', head });
  }

  #name({ layer, head }: HeadRef): string {
    if (typeof head === 'number') return t('Layer {0}, head {1}', layer, head);
    return head === 'mean' ? t('Layer {0}, mean of all heads', layer) : t('Layer {0}, maximum of all heads', layer);
  }

  static override styles = [
    StopElement.styles,
    css`
      .columns { gap: 20px 32px; }
      .columns > .choose { flex: none; max-width: 100%; overflow-x: auto; padding: 2px; }
      .chosen { flex: 1 1 320px; min-width: 260px; }
      h3 { margin: 0 0 8px; min-height: 17px; }
      .more { margin-top: 18px; }
      .scores { margin-top: 8px; }
      .scores td:first-child { padding-right: 16px; }
      .role { font-weight: 400; border: 1px solid var(--ts-attention); border-radius: 8px; padding: 0 7px; font-size: 11px; white-space: nowrap; }
      .strong { font-weight: 600; }
      .alike { display: flex; gap: 2px; align-items: end; height: 70px; }
      .alike span { flex: 1 1 0; max-width: 34px; background: var(--ts-attention); border-radius: 2px 2px 0 0; min-height: 1px; }
      .layers { display: flex; gap: 2px; font-size: 10px; color: var(--vscode-descriptionForeground); }
      .layers span { flex: 1 1 0; max-width: 34px; text-align: center; }
      .arcs-title { margin-top: 16px; }
      .reading { font-weight: 400; color: var(--vscode-descriptionForeground); font-family: var(--vscode-editor-font-family); font-variant-numeric: tabular-nums; white-space: pre; overflow: hidden; text-overflow: ellipsis; }
      label { font-weight: 400; color: var(--vscode-descriptionForeground); }
    `,
  ];
}
customElements.define('ts-attention-stop', AttentionStop);

/** Behind the heads' columns stand their mean and their maximum. */
function headOf(column: number, heads: number): HeadRef['head'] {
  return column === heads ? 'mean' : column > heads ? 'max' : column;
}

function columnOf({ head }: HeadRef, heads: number): number {
  return typeof head === 'number' ? head : head === 'mean' ? heads : heads + 1;
}

/** The small map of a column: see headOf. */
function thumb({ heads, size, values }: AttentionOverview, layer: number, column: number): ArrayLike<number> {
  const map = (head: number) =>
    values.subarray((layer * heads + head) * size * size, (layer * heads + head + 1) * size * size);
  if (column < heads) return map(column);
  const joined = new Float32Array(size * size);
  for (let head = 0; head < heads; head++) {
    const one = map(head);
    for (let i = 0; i < joined.length; i++)
      joined[i] = column === heads ? joined[i] + one[i] / heads : Math.max(joined[i], one[i]);
  }
  return joined;
}
