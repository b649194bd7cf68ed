// Draws a sweep as a grid of shares, with what is pointed at and what restores most in words. Knows one sweep.
import { css, html, LitElement } from 'lit';
import type { PatchGrid, PatchQuestion } from '../../../src/contract/patching.ts';
import type { Token } from '../../../src/contract/tokens.ts';
import { detailEvent } from '../../events/detailEvent.ts';
import '../../charts/legend.ts';
import '../../charts/signedGrid.ts';
import type { CellPlace } from '../../charts/signedGridLayout.ts';
import { t } from '../../text/l10n.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { shortText } from '../../text/visibleText.ts';
import { mostOf, type Restored, restored, shareInWords, strongest } from './restored.ts';

/** Cells that are named below the grid. */
const NAMED = 3;

/** Sends `patch-choose` with the place of the cell that was chosen: its layer, and its position or head. */
export class SweepView extends LitElement {
  static override properties = {
    grid: { attribute: false },
    kind: { type: String },
    tokens: { attribute: false },
    first: { type: Number },
    pointed: { state: true },
  };
  declare grid: PatchGrid;
  declare kind: PatchQuestion['kind'];
  declare tokens: readonly Token[];
  /** The first token that differs. */
  declare first: number;
  declare pointed: CellPlace | undefined;

  /** What the grid is given: the same objects while nothing but the pointer moves, since all cells are drawn for others. */
  #cells: Restored = { rows: 0, columns: 0, values: new Float64Array(), first: 0 };
  #rows: readonly string[] = [];
  #columns: readonly string[] = [];
  readonly #nameOf = (row: number, column: number) => this.#named(this.#cells, row, column);

  override willUpdate(changed: Map<string, unknown>): void {
    if (!['grid', 'kind', 'tokens', 'first'].some((name) => changed.has(name))) return;
    this.#cells = restored(this.grid, this.kind === 'head' ? 0 : this.first);
    this.#rows = Array.from({ length: this.#cells.rows }, (_, layer) => String(layer));
    this.#columns = this.#columnLabels(this.#cells);
  }

  override render() {
    const cells = this.#cells;
    const nameOf = this.#nameOf;
    const most = mostOf(cells);
    const end = shareInWords(most);
    return html`<h3>${t('What each copy restores')} <ts-legend scale="diverging" from="−${end}" to=${end} name=${t('of the difference')}></ts-legend></h3>
      <p class="reading" role="status">${this.pointed ? nameOf(this.pointed.row, this.pointed.column) : ''}</p>
      <ts-signed-grid .cells=${cells} .most=${most} .rowLabels=${this.#rows} .columnLabels=${this.#columns} ?upright=${this.kind !== 'head'} .nameOf=${nameOf}
        label=${t('The share of the difference that each copy restores: a row for each layer. Arrow keys lead from cell to cell.')}
        @cell-point=${({ detail }: CustomEvent<CellPlace | undefined>) => (this.pointed = detail)}
        @cell-choose=${({ detail }: CustomEvent<CellPlace>) => this.#choose(cells, detail)}></ts-signed-grid>
      <p class="hint">${t(
        'Strongest: {0}.',
        strongest(cells, NAMED)
          .map((at) => this.#named(cells, Math.floor(at / cells.columns), at % cells.columns))
          .join('; '),
      )}</p>`;
  }

  #columnLabels({ first, columns }: Restored): readonly string[] {
    return Array.from({ length: columns }, (_, i) =>
      this.kind === 'head' ? String(i) : shortText(this.tokens[first + i], 9),
    );
  }

  /** Layer 2, “·boy”: 83 % of the difference */
  #named({ first, columns, values }: Restored, row: number, column: number): string {
    const share = values[row * columns + column];
    const place =
      this.kind === 'head'
        ? t('Layer {0}, head {1}', row, column)
        : t('Layer {0}, {1}', row, quotedToken(this.tokens[first + column], 20));
    return Number.isNaN(share)
      ? t('{0}: not measured yet', place)
      : t('{0}: {1} of the difference', place, shareInWords(share));
  }

  #choose({ first }: Restored, { row, column }: CellPlace): void {
    this.dispatchEvent(detailEvent('patch-choose', { layer: row, column: first + column }));
  }

  static override styles = css`
    :host { display: block; min-width: 0; }
    h3 { font-size: 12px; font-weight: 600; margin: 12px 0 4px; display: flex; flex-wrap: wrap; gap: 2px 12px; align-items: baseline; }
    ts-legend { font-weight: 400; }
    .reading { margin: 0 0 4px; min-height: 1.4em; font-size: 12px; font-variant-numeric: tabular-nums; }
    .hint { color: var(--vscode-descriptionForeground); font-size: 12px; margin: 8px 0; max-width: 68ch; line-height: 1.45; }
  `;
}
customElements.define('ts-sweep-view', SweepView);
