// The map of a state in place of that of attention: what multiplies what each token wrote, for every token that reads, in the
// colours of signed numbers. Sends `cell-open` with the token of the column that was opened. Knows answers, computes no weight.
import { css, html } from 'lit';
import type { Matrix } from '../../../src/contract/readings.ts';
import type { StateMaps } from '../../../src/contract/stateReadings.ts';
import type { Span, Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { detailEvent } from '../../events/detailEvent.ts';
import '../../charts/heatMap.ts';
import type { Cell } from '../../charts/heatMapLayout.ts';
import '../../charts/legend.ts';
import { Latest } from '../../state/latest.ts';
import { t } from '../../text/l10n.ts';
import { short } from '../../text/numbers.ts';
import { shortText } from '../../text/visibleText.ts';
import { StopElement } from '../stopElement.ts';
import { columnOf } from './attentionGrids.ts';
import { stateGridOf } from './stateGrids.ts';
import { stateHeadName } from './stateWords.ts';

/** Cells on a side, as of a map of attention. */
const MAP = 256;

export class StateMap extends StopElement {
  static override properties = { ...StopElement.properties, cursor: { state: true } };
  /** The cell that is pointed at; a cell of a pooled map stands for several tokens. */
  declare cursor: Cell | undefined;
  readonly #maps = new Latest<StateMaps>();
  /** The exact weights of the row that is pointed at. [1, tokens] */
  readonly #row = new Latest<Matrix>();

  protected override askEngine(): void {
    const { run, host, head, tokens } = this.context;
    this.ask(this.#maps, `state maps ${head.layer}`, () => host.stateMaps(run, head.layer, MAP));
    if (!this.cursor) return;
    const query = this.#tokenAt(this.cursor.row);
    const rows = { start: query, end: query + 1 } as Span<TokenIndex>;
    const columns = { start: 0, end: tokens.length } as Span<TokenIndex>;
    const key = `state row ${JSON.stringify(head)} ${query}`;
    this.ask(this.#row, key, () => host.stateWeights(run, head, rows, columns), 'now');
  }

  override render() {
    const { head } = this.context;
    const name = stateHeadName(head);
    return html`<h3>${name}<span class="reading" role="status">${this.#reading()}</span></h3>
      ${this.shown(this.#maps, (maps) => this.#map(maps, name))}
      <p class="hint">${t('Effective weights: what multiplies what the token of the column wrote, where the token of the row reads. Computed by unrolling: the model keeps only the state and never has them. They are of either sign, and a row need not sum to 1.')}</p>`;
  }

  #map(maps: StateMaps, name: string) {
    const map = columnOf(this.context.head, maps.heads);
    const most = maps.most[map] ?? 0;
    return html`<ts-legend scale="diverging" rooted from=${short(-most)} to=${short(most)} name=${t('weight')}></ts-legend>
      <ts-heat-map
        .grid=${map < maps.most.length ? stateGridOf(maps, map) : undefined}
        .labels=${this.#labels()}
        triangular
        .most=${most}
        .cursor=${this.cursor}
        label=${t('Effective weights of {0}: rows are the tokens that read, columns the tokens that wrote. Arrow keys move through the cells, Enter opens one.', name)}
        @cell-point=${(event: CustomEvent<Cell | undefined>) => this.#point(event.detail)}
        @cell-select=${(event: CustomEvent<Cell | undefined>) => event.detail && this.#open(event.detail)}
      ></ts-heat-map>`;
  }

  /** The exact weight, since the map is pooled and has only 256 levels. */
  #reading(): string {
    const { cursor } = this;
    const { tokens } = this.context;
    if (!cursor) return '';
    const query = this.#tokenAt(cursor.row);
    const key = this.#tokenAt(cursor.column);
    const names = `${shortText(tokens[query], 14)} ← ${shortText(tokens[key], 14)}`;
    const weight = this.#row.isCurrent ? this.#row.value?.values[key] : undefined;
    return weight === undefined ? names : `${names}  ${short(weight)}`;
  }

  /** The token in the middle of those that a row or column of the map stands for. */
  #tokenAt(cell: number): TokenIndex {
    const { length } = this.context.tokens;
    return Math.min(length - 1, Math.floor(((cell + 0.5) * length) / (this.#maps.value?.size ?? length))) as TokenIndex;
  }

  #point(cell: Cell | undefined): void {
    this.cursor = cell;
    const { pointer } = this.context;
    if (cell) pointer.pointAt(this.#tokenAt(cell.row), this.#tokenAt(cell.column));
    else pointer.pointAt();
  }

  #open(cell: Cell): void {
    this.select(this.#tokenAt(cell.row));
    this.dispatchEvent(detailEvent('cell-open', this.#tokenAt(cell.column)));
  }

  /** The same list as long as the tokens are the same. */
  #labels(): readonly string[] {
    const { tokens } = this.context;
    if (this.#labelled?.tokens !== tokens)
      this.#labelled = { tokens, names: tokens.map((token) => shortText(token, 8)) };
    return this.#labelled.names;
  }
  #labelled: { readonly tokens: readonly Token[]; readonly names: readonly string[] } | undefined;

  static override styles = [
    StopElement.styles,
    css`
      h3 { margin: 0 0 8px; min-height: 24px; align-items: center; }
      ts-legend { margin: 0 0 6px 64px; }
      .reading { font-weight: 400; color: var(--vscode-descriptionForeground); font-family: var(--vscode-editor-font-family); font-variant-numeric: tabular-nums; white-space: pre; overflow: hidden; text-overflow: ellipsis; }
    `,
  ];
}
customElements.define('ts-state-map', StateMap);
