// Stop 4: attention. Shows all heads as small maps, the chosen one as a heat map, and what the selected token attends
// to as arcs over the tokens; headExhibit.ts shows the arithmetic below. Knows answers, computes no weight.
import '@vscode-elements/elements/dist/vscode-checkbox/index.js';
import { css, html, nothing } from 'lit';
import type { LayerKind } from '../../../src/contract/layerShapes.ts';
import type { HeadRef, HeadScoreTable, Matrix } from '../../../src/contract/readings.ts';
import type { Span, Token, TokenIndex } from '../../../src/contract/tokens.ts';
import '../../charts/arcs.ts';
import { windowAround } from '../../charts/arcsLayout.ts';
import '../../charts/heatMap.ts';
import type { Cell, Grid } from '../../charts/heatMapLayout.ts';
import '../../charts/legend.ts';
import { insteadOfHeads, layerKind, layerKinds, mixingName } from '../../state/headless.ts';
import { Latest } from '../../state/latest.ts';
import { t } from '../../text/l10n.ts';
import { percent } from '../../text/numbers.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { shortText } from '../../text/visibleText.ts';
import { columnOf, gridOf } from './attentionGrids.ts';
import './headExhibit.ts';
import type { HeadChosen } from './headGrid.ts';
import './headGrid.ts';
import { headName } from '../headName.ts';
import { section } from '../section.ts';
import { StopElement } from '../stopElement.ts';
import { attentionTable } from './attentionNumbers.ts';
import { grow, STILL } from './grow.ts';
import { besideHeads, headless } from './headless.ts';
import { roleOf } from './headRoles.ts';
import { ofKind } from './layerKindWords.ts';
import { rolloutOffer } from './rolloutOffer.ts';
import { cutEdge, switchedOff, whatIfButton } from './whatIfOffers.ts';

/** Tokens under the arcs. Arcs over more of them could not be told apart. */
const MOST_ARCS = 48;

export class AttentionStop extends StopElement {
  static override properties = {
    ...StopElement.properties,
    rolled: { state: true },
    cursor: { state: true },
    key: { state: true },
  };
  /** The cell of the map that is pointed at; a cell of a pooled map stands for several tokens. */
  declare cursor: Cell | undefined;
  /** The key of the cell that was opened; its product with the query is written out below. */
  declare key: TokenIndex | undefined;
  /** Whether the map shows the rollout up to the chosen layer instead of one head. */
  declare rolled: boolean;
  readonly #scores = new Latest<HeadScoreTable>();
  readonly #rollout = new Latest<Matrix>();
  /** The exact weights of the row that is pointed at. [1, tokens] */
  readonly #row = new Latest<Matrix>();

  constructor() {
    super();
    this.rolled = false;
  }

  protected override askEngine(): void {
    const { run, host, head, tokens, model } = this.context;
    if (layerKind(model, head.layer) !== 'attention' || model.states[head.layer]) void import('../withoutAttention.ts');
    this.ask(this.#scores, 'scores', () => host.headScores(run));
    if (this.#rolls) this.ask(this.#rollout, `rollout ${head.layer}`, () => host.rollout(run, head.layer), 'now');
    else if (this.cursor) {
      const query = this.#tokenAt(this.cursor.row);
      const rows = { start: query, end: query + 1 } as Span<TokenIndex>;
      const columns = { start: 0, end: tokens.length } as Span<TokenIndex>;
      const key = `row ${JSON.stringify(head)} ${query}`;
      this.ask(this.#row, key, () => host.attention(run, head, rows, columns), 'now');
    }
  }

  /** A text that has grown too long for it shows its head again. */
  get #rolls(): boolean {
    return this.rolled && rolloutOffer(this.context.tokens.length).possible;
  }

  override render() {
    const kind = layerKind(this.context.model, this.context.head.layer);
    const stop = {
      id: 'attention',
      number: 4,
      title: mixingName(layerKinds(this.context.model)),
      ...ofKind(kind, this.context.model, this.context.head.layer),
    };
    return section(
      stop,
      html`<div class="columns"><ts-head-grid class="choose" .context=${this.context} .scores=${this.#scores.value} @head-choose=${(event: CustomEvent<HeadChosen>) => this.#choose(event.detail)}></ts-head-grid><div class="chosen">${this.#chosen()}</div></div>${this.#below(kind)}`,
    );
  }

  #below(kind: LayerKind) {
    const { context } = this;
    if (kind === 'state')
      return html`<ts-state-exhibit class="written" .context=${context} .key=${this.key}></ts-state-exhibit>`;
    if (kind === 'convolution') return html`<ts-taps-exhibit .context=${context}></ts-taps-exhibit>`;
    return html`${this.#arcs()}<ts-head-exhibit class="written" .context=${context} .scores=${this.#scores.value} .failure=${this.#scores.failure} .key=${this.key}></ts-head-exhibit>${context.model.states[context.head.layer] ? this.#stateBeside() : nothing}`;
  }

  /** Of the same head, where the state has one of that number. */
  #stateBeside() {
    const { head, model } = this.context;
    const heads = model.states[head.layer]?.heads ?? 0;
    const own: HeadRef = typeof head.head === 'number' && head.head >= heads ? { ...head, head: 'mean' } : head;
    const context = { ...this.context, head: own };
    return html`<h3 class="beside">${t('This layer keeps a state, too, beside its attention')}</h3>
      <ts-state-map .context=${context} @cell-open=${({ detail }: CustomEvent<TokenIndex>) => (this.key = detail)}></ts-state-map>
      <ts-state-exhibit .context=${context} .key=${this.key}></ts-state-exhibit>`;
  }

  override numbers() {
    const table = attentionTable(this.context);
    return table ? [table] : [];
  }

  #chosen() {
    const { head, model } = this.context;
    const kind = layerKind(model, head.layer);
    if (kind === 'state')
      return html`<ts-state-map .context=${this.context} @cell-open=${({ detail }: CustomEvent<TokenIndex>) => this.#written(detail)}></ts-state-map>`;
    if (kind === 'convolution')
      return html`<h3>${insteadOfHeads(model, head.layer)}</h3>${headless(model, head.layer)}`;
    const role = this.#role(head);
    const offer = rolloutOffer(this.context.tokens.length);
    return html`<h3>${this.#rolls ? t('Rollout up to layer {0}', head.layer) : headName(head)}${role && !this.#rolls ? html`<span class="role" title=${role.score.toFixed(2)}>${role.name}</span>` : nothing}${this.#switchOff()}
        <vscode-checkbox title=${t('Abnar and Zuidema 2020: attention of all layers so far, multiplied')} label=${offer.label} .checked=${this.#rolls} ?disabled=${!offer.possible} @change=${(event: Event) => (this.rolled = (event.target as HTMLInputElement).checked)}></vscode-checkbox><span class="reading" role="status">${this.#reading()}</span></h3>
      ${this.shown<unknown>(
        this.#rolls ? this.#rollout : this.context.maps,
        () => html`<ts-heat-map
            .grid=${this.#grid()}
            .labels=${this.#labels()}
            ?triangular=${!this.context.model.bidirectional}
            .cursor=${this.cursor}
            label=${t('Attention of {0}: rows are the tokens that look, columns the tokens they look at. Arrow keys move through the cells, Delete cuts one.', headName(head))}
            @keydown=${this.#onKey}
            @cell-point=${(event: CustomEvent<Cell | undefined>) => this.#point(event.detail)}
            @cell-select=${(event: CustomEvent<Cell | undefined>) => event.detail && this.#open(event.detail)}
          ></ts-heat-map>`,
      )}${besideHeads(model, head.layer)}`;
  }

  #switchOff() {
    const change = this.#rolls ? undefined : switchedOff(this.context.head);
    return change ? whatIfButton('switch-off', t('Switch off'), () => this.send({ kind: 'whatIf', change })) : nothing;
  }

  /** Delete cuts the edge of the cell that the cursor is at. */
  readonly #onKey = (event: KeyboardEvent): void => {
    const { cursor } = this;
    if (event.key !== 'Delete' || !cursor || this.#rolls) return;
    const query = this.#tokenAt(cursor.row);
    const change = cutEdge(this.context.head, query, this.#tokenAt(cursor.column));
    if (!change) return;
    this.select(query);
    this.send({ kind: 'whatIf', change });
  };

  #role(head: HeadRef) {
    return roleOf(this.#scores.value, head);
  }

  /** Returns the same list as long as the tokens are the same, since the map is drawn again for another one. */
  #labels(): readonly string[] {
    const { tokens } = this.context;
    if (this.#labelled?.tokens !== tokens)
      this.#labelled = { tokens, names: tokens.map((token) => shortText(token, 8)) };
    return this.#labelled.names;
  }
  #labelled: { readonly tokens: readonly Token[]; readonly names: readonly string[] } | undefined;

  /** undefined while the answer is missing; it may still be that of another layer. */
  #grid(): Grid | undefined {
    if (this.#rolls) return this.#rollout.value;
    const { maps, head } = this.context;
    return maps.value && gridOf(maps.value, columnOf(head, maps.value.heads));
  }

  /** The token in the middle of those that a row or column of the map stands for. */
  #tokenAt(cell: number): TokenIndex {
    const { length } = this.context.tokens;
    return Math.floor(((cell + 0.5) * length) / (this.#grid()?.rows ?? length)) as TokenIndex;
  }

  #arcs() {
    const { at, tokens, pointer, weights } = this.context;
    const { start, end } = windowAround(at, tokens.length, MOST_ARCS);
    const edges = this.#edges(start, end);
    const whole = end - start === tokens.length;
    return html`<h3 class="arcs-title">${t('What {0} looks at', quotedToken(tokens[at], 20))}
        ${whole ? nothing : html`<span class="reading">${t('tokens {0} to {1} of {2}', start + 1, end, tokens.length)}</span>`}</h3>
      <ts-arcs
        .labels=${tokens.slice(start, end).map((token) => shortText(token, 14))}
        .edges=${edges}
        .selected=${at - start}
        label=${this.#summary(edges, start)}
        @place-select=${(event: CustomEvent<number>) => this.select((event.detail + start) as TokenIndex)}
        @place-point=${(event: CustomEvent<number | undefined>) => (event.detail === undefined ? pointer.pointAt() : pointer.pointAt((event.detail + start) as TokenIndex))}
      ></ts-arcs>${weights.value ? nothing : this.waiting(weights)}`;
  }

  /** Edges from the selected token to those it attends to, in places of the window [start, end) of tokens. */
  #edges(start: number, end: number) {
    const { at, weights } = this.context;
    return Array.from(weights.value ?? [], (weight, key) => ({ from: at - start, to: key - start, weight })).filter(
      (edge) => edge.to >= 0 && edge.to < end - start,
    );
  }

  /** What a screen reader says in place of the arcs: the five strongest. */
  #summary(edges: readonly { from: number; to: number; weight: number }[], start: number): string {
    const { tokens } = this.context;
    const strongest = edges.toSorted((a, b) => b.weight - a.weight).slice(0, 5);
    const said = strongest.map(
      ({ from, to, weight }) =>
        `${shortText(tokens[from + start], 20)} → ${shortText(tokens[to + start], 20)} ${percent(weight)}`,
    );
    return t('Strongest links: {0}', said.join(', '));
  }

  /** Shows the exact weight, since the map is pooled and has only 256 levels. The rollout is exact by itself. */
  #reading(): string {
    const { cursor } = this;
    const { tokens } = this.context;
    if (!cursor) return '';
    const query = this.#tokenAt(cursor.row);
    const key = this.#tokenAt(cursor.column);
    const { value: rollout } = this.#rollout;
    const weight = this.#rolls ? rollout?.values[query * rollout.columns + key] : this.#row.value?.values[key];
    const isCurrent = this.#rolls ? this.#rollout.isCurrent : this.#row.isCurrent;
    const names = `${shortText(tokens[query], 14)} → ${shortText(tokens[key], 14)}`;
    return weight === undefined || !isCurrent ? names : `${names}  ${weight.toFixed(3)}`;
  }

  /** Selects the cell's query and key, and scrolls to their product if a single head is chosen. */
  #open(cell: Cell): void {
    this.select(this.#tokenAt(cell.row));
    this.#written(this.#tokenAt(cell.column));
  }

  #written(key: TokenIndex): void {
    this.key = key;
    if (typeof this.context.head.head !== 'number') return;
    const behavior = matchMedia(STILL).matches ? 'instant' : 'smooth';
    this.renderRoot.querySelector('.written')?.scrollIntoView({ behavior, block: 'center' });
  }

  /** Lets the map grow out of the thumbnail that was clicked, once its answer is there, so that the eye can follow. */
  override updated(): void {
    const map = this.renderRoot.querySelector('ts-heat-map');
    if (!this.#zoomFrom || !map || this.context.maps.value?.layer !== this.context.head.layer) return;
    if (!matchMedia(STILL).matches) grow(map, this.#zoomFrom);
    this.#zoomFrom = undefined;
  }
  #zoomFrom: DOMRect | undefined;

  #point(cell: Cell | undefined): void {
    this.cursor = cell;
    const { pointer } = this.context;
    if (cell) pointer.pointAt(this.#tokenAt(cell.row), this.#tokenAt(cell.column));
    else pointer.pointAt();
  }

  #choose({ head, from }: HeadChosen): void {
    this.#zoomFrom = from;
    this.send({ kind: 'head', head });
  }

  static override styles = [
    StopElement.styles,
    css`
      .columns { gap: 20px 32px; }
      .columns > .choose { flex: none; max-width: 100%; overflow-x: auto; padding: 2px; }
      .chosen { flex: 1 1 320px; min-width: min(260px, 100%); }
      h3 { margin: 0 0 8px; min-height: 24px; align-items: center; }
      .beside { margin-top: 24px; }
      .role { font-weight: 400; border: 1px solid var(--ts-attention); border-radius: 8px; padding: 0 7px; font-size: 11px; white-space: nowrap; }
      .arcs-title { margin-top: 16px; }
      .reading { font-weight: 400; color: var(--vscode-descriptionForeground); font-family: var(--vscode-editor-font-family); font-variant-numeric: tabular-nums; white-space: pre; overflow: hidden; text-overflow: ellipsis; }
      vscode-checkbox { font-weight: 400; }
      .chip.what-if { font: 11px var(--vscode-font-family); }
    `,
  ];
}
customElements.define('ts-attention-stop', AttentionStop);
