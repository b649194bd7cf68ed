// Stop 2: what attends to what. All heads small, the chosen one large as a heat map, and as arcs over the tokens.
// Knows answers, asks no questions.
import { css, html, LitElement, nothing } from 'lit';
import type { AttentionOverview, HeadRef, Matrix, Token, TokenIndex } from '../../src/engine/protocol.ts';
import '../charts/arcs.ts';
import { windowAround } from '../charts/arcsLayout.ts';
import '../charts/heatMap.ts';
import type { Cell } from '../charts/heatMapLayout.ts';
import '../charts/legend.ts';
import '../charts/thumbGrid.ts';
import type { Thumb } from '../charts/thumbGrid.ts';
import { t } from '../l10n.ts';
import { percent } from '../numbers.ts';
import type { Pointer } from '../pointer.ts';
import { shortText } from '../visibleText.ts';
import { section, sectionStyles } from './section.ts';

/** Arcs over more would be a thicket. */
const MOST_ARCS = 48;

export class AttentionStop extends LitElement {
  static override properties = {
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

  override render() {
    const stop = {
      id: 'attention',
      number: 2,
      title: t('Attention'),
      lead: t(
        'Each token gathers information from the tokens before it, weighted by how relevant they are to it. Every layer does this several times at once: once per head.',
      ),
      tools: html`<ts-legend scale="sequential" from="0" to="1" name=${t('weight')}></ts-legend>`,
    };
    return section(
      stop,
      html`<div class="columns"><div class="choose">${this.#heads()}</div><div class="chosen">${this.#chosen()}</div></div>${this.#arcs()}`,
    );
  }

  #heads() {
    const { overview, heads } = this;
    const maps = (row: number, column: number) => (overview ? thumb(overview, row, column, heads) : undefined);
    return html`<h3>${t('Layers and heads')}</h3>
      <ts-thumb-grid
        .rows=${this.layers}
        .columns=${heads + 1}
        .rowLabels=${Array.from({ length: this.layers }, (_, i) => String(i))}
        .columnLabels=${[...Array.from({ length: heads }, (_, i) => String(i)), t('mean')]}
        .maps=${maps}
        .size=${overview?.size ?? 0}
        .chosen=${{ row: this.head.layer, column: typeof this.head.head === 'number' ? this.head.head : heads }}
        .nameOf=${(row: number, column: number) => this.#name({ layer: row, head: column === heads ? 'mean' : column })}
        label=${t('Layers and heads')}
        @thumb-choose=${(event: CustomEvent<Thumb>) => this.#choose(event.detail)}
      ></ts-thumb-grid>`;
  }

  #chosen() {
    const n = this.tokens.length;
    const ready = this.matrix && this.matrix.rows <= n;
    const grid = ready ? this.matrix : undefined;
    return html`<h3>${this.#name(this.head)}<span class="reading" role="status">${this.#reading()}</span></h3>
      ${
        grid
          ? html`<ts-heat-map
            .grid=${grid}
            .labels=${this.tokens.slice(0, grid.rows).map((token) => shortText(token, 8))}
            triangular
            .cursor=${this.cursor}
            label=${t('Attention of {0}: rows are the tokens that look, columns the tokens they look at. Arrow keys move through the cells.', this.#name(this.head))}
            @cell-point=${(event: CustomEvent<Cell | undefined>) => this.#point(event.detail)}
            @cell-select=${(event: CustomEvent<Cell | undefined>) => event.detail && this.#select(event.detail.row as TokenIndex)}
          ></ts-heat-map>`
          : html`<p class="waiting">${t('Computing…')}</p>`
      }`;
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
        @place-select=${(event: CustomEvent<number>) => this.#select((event.detail + start) as TokenIndex)}
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
    const { cursor, matrix } = this;
    if (!cursor || !matrix || cursor.row >= matrix.rows) return '';
    const weight = matrix.values[cursor.row * matrix.columns + cursor.column];
    return `${shortText(this.tokens[cursor.row], 14)} → ${shortText(this.tokens[cursor.column], 14)}  ${weight.toFixed(3)}`;
  }

  #point(cell: Cell | undefined): void {
    this.cursor = cell;
    if (cell) this.pointer.pointAt(cell.row as TokenIndex, cell.column as TokenIndex);
    else this.pointer.pointAt();
  }

  #select(token: TokenIndex): void {
    this.dispatchEvent(new CustomEvent('token-select', { detail: token }));
  }

  #choose({ row, column }: Thumb): void {
    const head: HeadRef = { layer: row, head: column === this.heads ? 'mean' : column };
    this.dispatchEvent(new CustomEvent('head-choose', { detail: head }));
  }

  #name({ layer, head }: HeadRef): string {
    return typeof head === 'number' ? t('Layer {0}, head {1}', layer, head) : t('Layer {0}, mean of all heads', layer);
  }

  static override styles = [
    sectionStyles,
    css`
      .columns { display: flex; flex-wrap: wrap; gap: 20px 32px; }
      .choose { flex: none; max-width: 100%; overflow-x: auto; padding: 2px; }
      .chosen { flex: 1 1 320px; min-width: 260px; }
      h3 { font-size: 12px; font-weight: 600; margin: 0 0 8px; display: flex; gap: 12px; align-items: baseline; min-height: 17px; }
      .arcs-title { margin-top: 16px; }
      .reading { font-weight: 400; color: var(--vscode-descriptionForeground); font-family: var(--vscode-editor-font-family); font-variant-numeric: tabular-nums; white-space: pre; overflow: hidden; text-overflow: ellipsis; }
      .waiting { color: var(--vscode-descriptionForeground); }
    `,
  ];
}
customElements.define('ts-attention-stop', AttentionStop);

/** The small map of a head; the column behind the last head is their mean. */
function thumb(
  { heads, size, values }: AttentionOverview,
  layer: number,
  column: number,
  meanColumn: number,
): ArrayLike<number> {
  const map = (head: number) =>
    values.subarray((layer * heads + head) * size * size, (layer * heads + head + 1) * size * size);
  if (column !== meanColumn) return map(column);
  const mean = new Float32Array(size * size);
  for (let head = 0; head < heads; head++) {
    const one = map(head);
    for (let i = 0; i < mean.length; i++) mean[i] += one[i] / heads;
  }
  return mean;
}
