// All votes at once: a grid of layers, beside it what stands outside of the layers, on one scale that is symmetrical about
// 0. Knows one answer.
import { css, html, LitElement } from 'lit';
import type { TokenVotes } from '../../../src/contract/votes.ts';
import '../../charts/legend.ts';
import '../../charts/signedGrid.ts';
import type { CellPlace } from '../../charts/signedGridLayout.ts';
import { t } from '../../text/l10n.ts';
import { signed } from '../../text/numbers.ts';
import { partName } from './partName.ts';
import { layerGrid, outerGrid, type PartGrid, strongestOf } from './voteGrids.ts';
import { isSamePart, type PartRef } from './voteParts.ts';

/** Room in px that a column asks for; what stands outside goes below the layers where that is not left. */
const COLUMN_PX = 24;

interface Labels {
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly apart: number;
  /** Room for the labels of rows, in px. */
  readonly gutter: number;
  readonly label: string;
}

/** Sends `part-choose` with the part whose cell was chosen. */
export class VoteMap extends LitElement {
  static override properties = {
    votes: { attribute: false },
    addsPositions: { type: Boolean },
    opened: { attribute: false },
    pointed: { state: true },
  };
  declare votes: TokenVotes;
  declare addsPositions: boolean;
  declare opened: PartRef | undefined;
  declare pointed: PartRef | undefined;

  override render() {
    const { votes } = this;
    const layers = layerGrid(votes);
    const outer = outerGrid(votes, this.addsPositions);
    const most = strongestOf(layers, outer);
    const heads = votes.heads.columns;
    const width = layers.columns * COLUMN_PX + 40;
    return html`<h3>${t('All parts')} <ts-legend scale="diverging" from=${signed(-most)} to=${signed(most)} name=${t('vote')}></ts-legend></h3>
      <p class="reading" role="status">${this.#reading(layers, outer)}</p>
      <div class="grids"><div .style=${`flex: 1 1 ${width}px; max-width: ${1.4 * width}px`}>${this.#grid(layers, most, {
        rows: Array.from({ length: layers.rows }, (_, layer) => String(layer)),
        columns: [
          ...Array.from({ length: heads }, (_, head) => String(head)),
          t('MLP'),
          ...(votes.beside ? [votes.beside.kind === 'state' ? t('state') : 'LAuReL'] : []),
          votes.headless.length ? t('mixing') : t('bias'),
        ].slice(0, layers.columns),
        apart: layers.columns - heads,
        gutter: 22,
        label: t('Votes of all heads and feed-forwards: a row for each layer. Arrow keys lead from cell to cell.'),
      })}</div>
      <div class="outer">${this.#grid(outer, most, { rows: outer.parts.map(outerLabel), columns: [], apart: 0, gutter: 96, label: t('Votes of what stands outside of the layers') })}</div></div>`;
  }

  #grid(grid: PartGrid, most: number, { rows, columns, apart, gutter, label }: Labels) {
    const partAt = ({ row, column }: CellPlace) => grid.parts[row * grid.columns + column];
    const at = grid.parts.findIndex((part) => isSamePart(this.opened, part));
    const chosen = at < 0 ? undefined : { row: Math.floor(at / grid.columns), column: at % grid.columns };
    const nameOf = (row: number, column: number) => named(grid, row * grid.columns + column);
    return html`<ts-signed-grid .cells=${grid} .most=${most} .apart=${apart} .rowLabels=${rows} .columnLabels=${columns} .gutter=${gutter} .chosen=${chosen} .nameOf=${nameOf} label=${label}
      @cell-point=${({ detail }: CustomEvent<CellPlace | undefined>) => (this.pointed = detail && partAt(detail))}
      @cell-choose=${({ detail }: CustomEvent<CellPlace>) => this.dispatchEvent(new CustomEvent('part-choose', { detail: partAt(detail) }))}></ts-signed-grid>`;
  }

  /** What is pointed at in one of the grids, in words; without it a line that keeps its place. */
  #reading(...grids: readonly PartGrid[]): string {
    for (const grid of grids) {
      const at = grid.parts.findIndex((part) => isSamePart(this.pointed, part));
      if (at >= 0) return named(grid, at);
    }
    return '';
  }

  static override styles = css`
    :host { display: block; }
    h3 { font-size: 12px; font-weight: 600; margin: 0 0 4px; display: flex; flex-wrap: wrap; gap: 2px 12px; align-items: baseline; }
    ts-legend { font-weight: 400; }
    .reading { margin: 0 0 4px; min-height: 1.4em; font-size: 12px; font-variant-numeric: tabular-nums; }
    .grids { display: flex; flex-wrap: wrap; gap: 10px 12px; align-items: flex-start; }
    .grids > div { min-width: 0; }
    .outer { flex: 1 0 132px; padding-top: 14px; }
  `;
}
customElements.define('ts-vote-map', VoteMap);

function named({ parts, values }: PartGrid, at: number): string {
  return `${partName(parts[at])}: ${signed(values[at])}`;
}

function outerLabel({ kind }: PartRef): string {
  if (kind === 'token') return t('token');
  if (kind === 'position') return t('position');
  return kind === 'normBias' ? t('norm bias') : t('output bias');
}
