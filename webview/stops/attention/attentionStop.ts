// Stop 4: what attends to what. All heads small, the chosen one large as a heat map and as arcs over the tokens, one
// query written out, what each head is good at, and what context made of the same token in two places.
import { css, html, nothing } from 'lit';
import type {
  AttentionMaps,
  AttentionOverview,
  HeadRef,
  HeadScoreTable,
  Matrix,
} from '../../../src/contract/readings.ts';
import type { Span, Token, TokenIndex } from '../../../src/contract/tokens.ts';
import '../../charts/arcs.ts';
import { windowAround } from '../../charts/arcsLayout.ts';
import '../../charts/heatMap.ts';
import type { Cell, Grid } from '../../charts/heatMapLayout.ts';
import '../../charts/legend.ts';
import '../../charts/thumbGrid.ts';
import type { Thumb } from '../../charts/thumbGrid.ts';
import { Latest } from '../../state/latest.ts';
import type { Pointer } from '../../state/pointer.ts';
import { t } from '../../text/l10n.ts';
import { percent } from '../../text/numbers.ts';
import { shortText } from '../../text/visibleText.ts';
import { ATTENTION } from '../formulas.ts';
import { columnOf, gridOf, headOf, noThumbs, thumbsOf } from './attentionGrids.ts';
import './headExhibit.ts';
import { section } from '../section.ts';
import { StopElement } from '../stopElement.ts';
import { grow, STILL } from './grow.ts';
import { roleOf } from './headRoles.ts';

/** Arcs over more would be a thicket. */
const MOST_ARCS = 48;

export class AttentionStop extends StopElement {
  static override properties = {
    ...StopElement.properties,
    rolled: { state: true },
    tokens: { attribute: false },
    heads: { type: Number },
    layers: { type: Number },
    head: { attribute: false },
    overview: { attribute: false },
    maps: { attribute: false },
    weights: { attribute: false },
    selected: { type: Number },
    pointer: { attribute: false },
    cursor: { state: true },
    key: { state: true },
  };
  declare tokens: readonly Token[];
  declare heads: number;
  declare layers: number;
  declare head: HeadRef;
  declare overview: AttentionOverview | undefined;
  declare maps: AttentionMaps | undefined;
  /** Of the selected token in the chosen head. */
  declare weights: ArrayLike<number> | undefined;
  declare selected: TokenIndex | undefined;
  declare pointer: Pointer;
  declare cursor: Cell | undefined;
  /** Of the cell that was opened. */
  declare key: TokenIndex | undefined;
  /** The map shows the rollout up to the layer in place of one head. */
  declare rolled: boolean;
  readonly #scores = new Latest<HeadScoreTable>();
  readonly #rollout = new Latest<Matrix>();
  /** The weights of the row that is pointed at, exact. */
  readonly #row = new Latest<Matrix>();

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
    const { run, host } = this.context;
    const scores = this.ask(this.#scores, 'scores', () => host.headScores(run));
    return section(
      stop,
      html`<div class="columns"><div class="choose">${this.#heads()}</div><div class="chosen">${this.#chosen()}</div></div>${this.#arcs()}<ts-head-exhibit .context=${this.context} .scores=${scores} .key=${this.key}></ts-head-exhibit>`,
    );
  }

  #heads() {
    const { overview, heads } = this;
    return html`<h3>${t('Layers and heads')}</h3>
      <ts-thumb-grid
        .rows=${this.layers}
        .columns=${heads + 2}
        .rowLabels=${Array.from({ length: this.layers }, (_, i) => String(i))}
        .columnLabels=${[...Array.from({ length: heads }, (_, i) => String(i)), t('mean'), t('max')]}
        .maps=${overview ? thumbsOf(overview) : noThumbs}
        .size=${overview?.size ?? 0}
        .chosen=${{ row: this.head.layer, column: columnOf(this.head, heads) }}
        .nameOf=${(row: number, column: number) => this.#spoken({ layer: row, head: headOf(column, heads) })}
        label=${t('Layers and heads')}
        @thumb-choose=${(event: CustomEvent<Thumb>) => this.#choose(event.detail)}
      ></ts-thumb-grid>`;
  }

  #chosen() {
    const grid = this.#shown();
    const role = this.#role(this.head);
    return html`<h3>${this.rolled ? t('Rollout up to layer {0}', this.head.layer) : this.#name(this.head)}${role && !this.rolled ? html`<span class="role" title=${role.score.toFixed(2)}>${role.name}</span>` : nothing}
        <label title=${t('Abnar and Zuidema 2020: attention of all layers so far, multiplied')}><input type="checkbox" .checked=${this.rolled} @change=${(event: Event) => (this.rolled = (event.target as HTMLInputElement).checked)} /> ${t('rollout')}</label><span class="reading" role="status">${this.#reading()}</span></h3>
      ${
        grid
          ? html`<ts-heat-map
            .grid=${grid}
            .labels=${this.#labels(this.tokens.length)}
            triangular
            .cursor=${this.cursor}
            label=${t('Attention of {0}: rows are the tokens that look, columns the tokens they look at. Arrow keys move through the cells.', this.#name(this.head))}
            @cell-point=${(event: CustomEvent<Cell | undefined>) => this.#point(event.detail)}
            @cell-select=${(event: CustomEvent<Cell | undefined>) => event.detail && this.#open(event.detail)}
          ></ts-heat-map>`
          : this.waiting(this.#rollout)
      }`;
  }

  /** For screen readers and the tool tip: what the head is good at comes along. */
  #spoken(head: HeadRef): string {
    const role = this.#role(head);
    return role ? `${this.#name(head)}: ${role.name} ${role.score.toFixed(2)}` : this.#name(head);
  }

  #role(head: HeadRef) {
    return roleOf(this.#scores.value, head);
  }

  /** The same list as long as the tokens are the same: the map is drawn anew for another one. */
  #labels(count: number): readonly string[] {
    if (this.#labelled?.tokens !== this.tokens || this.#labelled.names.length !== count) {
      this.#labelled = { tokens: this.tokens, names: this.tokens.slice(0, count).map((token) => shortText(token, 8)) };
    }
    return this.#labelled.names;
  }
  #labelled: { readonly tokens: readonly Token[]; readonly names: readonly string[] } | undefined;

  #shown(): Grid | undefined {
    const { layer, head } = this.head;
    if (!this.rolled)
      return this.maps?.layer === layer ? gridOf(this.maps, columnOf({ layer, head }, this.heads)) : undefined;
    const { run, host } = this.context;
    return this.ask(this.#rollout, `rollout ${layer}`, () => host.rollout(run, layer));
  }

  /** In the middle of those that a row or column of the map stands for. */
  #tokenAt(cell: number): TokenIndex {
    const size = this.#shown()?.rows ?? this.tokens.length;
    return Math.floor(((cell + 0.5) * this.tokens.length) / size) as TokenIndex;
  }

  #arcs() {
    const { at } = this.context;
    const { start, end } = windowAround(at, this.tokens.length, MOST_ARCS);
    const edges = this.#edges(start);
    const whole = end - start === this.tokens.length;
    return html`<h3 class="arcs-title">${t('What {0} looks at', `“${shortText(this.tokens[at], 20)}”`)}
        ${whole ? nothing : html`<span class="reading">${t('tokens {0} to {1} of {2}', start, end - 1, this.tokens.length)}</span>`}</h3>
      <ts-arcs
        .labels=${this.tokens.slice(start, end).map((token) => shortText(token, 14))}
        .edges=${edges}
        .selected=${at - start}
        label=${this.#summary(edges, start)}
        @place-select=${(event: CustomEvent<number>) => this.select((event.detail + start) as TokenIndex)}
        @place-point=${(event: CustomEvent<number | undefined>) => (event.detail === undefined ? this.pointer.pointAt() : this.pointer.pointAt((event.detail + start) as TokenIndex))}
      ></ts-arcs>`;
  }

  #edges(start: number) {
    const { at } = this.context;
    return Array.from(this.weights ?? [], (weight, key) => ({ from: at - start, to: key - start, weight })).filter(
      (edge) => edge.to >= 0,
    );
  }

  #summary(edges: readonly { from: number; to: number; weight: number }[], start: number): string {
    const strongest = edges.toSorted((a, b) => b.weight - a.weight).slice(0, 5);
    const said = strongest.map(
      ({ from, to, weight }) =>
        `${shortText(this.tokens[from + start], 20)} → ${shortText(this.tokens[to + start], 20)} ${percent(weight)}`,
    );
    return t('Strongest links: {0}', said.join(', '));
  }

  /** The exact weight: the map is pooled and has 256 levels. */
  #reading(): string {
    const { cursor, rolled } = this;
    if (!cursor) return '';
    const query = this.#tokenAt(cursor.row);
    const key = this.#tokenAt(cursor.column);
    const shown = rolled ? this.#shown() : undefined;
    const weight = shown ? shown.values[query * shown.columns + key] : this.#rowOf(query)?.values[key];
    const names = `${shortText(this.tokens[query], 14)} → ${shortText(this.tokens[key], 14)}`;
    return weight === undefined ? names : `${names}  ${weight.toFixed(3)}`;
  }

  #rowOf(query: TokenIndex): Matrix | undefined {
    const { run, host } = this.context;
    const rows = { start: query, end: query + 1 } as Span<TokenIndex>;
    const columns = { start: 0, end: this.tokens.length } as Span<TokenIndex>;
    const key = `row ${JSON.stringify(this.head)} ${query}`;
    const row = this.ask(this.#row, key, () => host.attention(run, this.head, rows, columns));
    return this.#row.isCurrent ? row : undefined;
  }

  /** From a cell to the product behind it. */
  #open(cell: Cell): void {
    this.select(this.#tokenAt(cell.row));
    this.key = this.#tokenAt(cell.column);
    if (typeof this.head.head !== 'number') return;
    const behavior = matchMedia(STILL).matches ? 'instant' : 'smooth';
    this.renderRoot.querySelector('ts-head-exhibit')?.scrollIntoView({ behavior, block: 'center' });
  }

  /** The map grows out of the thumbnail that was clicked, so that the eye stays on it. */
  override updated(): void {
    const map = this.renderRoot.querySelector('ts-heat-map');
    if (!this.#zoomFrom || !map || this.maps?.layer !== this.head.layer) return;
    if (!matchMedia(STILL).matches) grow(map, this.#zoomFrom);
    this.#zoomFrom = undefined;
  }
  #zoomFrom: DOMRect | undefined;

  #point(cell: Cell | undefined): void {
    this.cursor = cell;
    if (cell) this.pointer.pointAt(this.#tokenAt(cell.row), this.#tokenAt(cell.column));
    else this.pointer.pointAt();
  }

  #choose({ row, column, from }: Thumb): void {
    const head: HeadRef = { layer: row, head: headOf(column, this.heads) };
    this.#zoomFrom = from;
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
      .role { font-weight: 400; border: 1px solid var(--ts-attention); border-radius: 8px; padding: 0 7px; font-size: 11px; white-space: nowrap; }
      .arcs-title { margin-top: 16px; }
      .reading { font-weight: 400; color: var(--vscode-descriptionForeground); font-family: var(--vscode-editor-font-family); font-variant-numeric: tabular-nums; white-space: pre; overflow: hidden; text-overflow: ellipsis; }
      label { font-weight: 400; color: var(--vscode-descriptionForeground); }
    `,
  ];
}
customElements.define('ts-attention-stop', AttentionStop);
