// All votes at once: a grid of layers, beside it what stands outside of the layers, on one scale that is symmetrical about
// 0. Knows one answer.
import { css, html, LitElement, nothing } from 'lit';
import type { LayerKind } from '../../../src/contract/layerShapes.ts';
import type { TokenVotes } from '../../../src/contract/votes.ts';
import { detailEvent } from '../../events/detailEvent.ts';
import '../../charts/legend.ts';
import '../../charts/signedGrid.ts';
import type { CellPlace } from '../../charts/signedGridLayout.ts';
import { KIND_MARKS, kindName } from '../../stops/attention/layerKindWords.ts';
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
    const besides = votes.beside?.heads.columns ?? 0;
    const kinds = kindsOf(votes);
    const width = layers.columns * COLUMN_PX + 40;
    return html`<h3>${t('All parts')} <ts-legend scale="diverging" from=${signed(-most)} to=${signed(most)} name=${t('vote')}></ts-legend></h3>
      <p class="reading" role="status">${this.#reading(layers, outer)}</p>
      <div class="grids"><div .style=${`flex: 1 1 ${width}px; max-width: ${1.4 * width}px`}>${this.#grid(layers, most, {
        rows: Array.from(votes.mixing, ({ kind }, layer) =>
          kinds.length > 0 ? `${layer} ${KIND_MARKS[kind]}` : String(layer),
        ),
        columns: [
          ...Array.from({ length: heads }, (_, head) => String(head)),
          ...Array.from({ length: besides }, (_, head) => `${KIND_MARKS.state}${head}`),
          t('MLP'),
          ...(votes.beside ? [votes.beside.kind === 'state' ? t('skip') : 'LAuReL'] : []),
          votes.mixing.some(({ kind }) => kind === 'state') ? t('skip') : t('bias'),
        ].slice(0, layers.columns),
        apart: layers.columns - heads - besides,
        gutter: kinds.length > 0 ? 34 : 22,
        label: t('Votes of all heads and feed-forwards: a row for each layer. Arrow keys lead from cell to cell.'),
      })}</div>
      <div class="outer">${this.#grid(outer, most, { rows: outer.parts.map(outerLabel), columns: [], apart: 0, gutter: 96, label: t('Votes of what stands outside of the layers') })}</div></div>
      ${kinds.length > 0 ? html`<p class="kinds">${kinds.map((kind) => html`<span><b>${KIND_MARKS[kind]}</b> ${kindName(kind)}</span>`)}</p>` : nothing}`;
  }

  #grid(grid: PartGrid, most: number, { rows, columns, apart, gutter, label }: Labels) {
    const partAt = ({ row, column }: CellPlace) => grid.parts[row * grid.columns + column];
    const at = grid.parts.findIndex((part) => part && isSamePart(this.opened, part));
    const chosen = at < 0 ? undefined : { row: Math.floor(at / grid.columns), column: at % grid.columns };
    const nameOf = (row: number, column: number) => named(grid, row * grid.columns + column);
    return html`<ts-signed-grid .cells=${grid} .most=${most} .apart=${apart} .rowLabels=${rows} .columnLabels=${columns} .gutter=${gutter} .chosen=${chosen} .nameOf=${nameOf} label=${label}
      @cell-point=${({ detail }: CustomEvent<CellPlace | undefined>) => (this.pointed = detail && partAt(detail))}
      @cell-choose=${({ detail }: CustomEvent<CellPlace>) => this.#choose(partAt(detail))}></ts-signed-grid>`;
  }

  #choose(part: PartRef | undefined): void {
    if (part) this.dispatchEvent(detailEvent('part-choose', part));
  }

  /** What is pointed at in one of the grids, in words; without it a line that keeps its place. */
  #reading(...grids: readonly PartGrid[]): string {
    for (const grid of grids) {
      const at = grid.parts.findIndex((part) => part && isSamePart(this.pointed, part));
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
    .kinds { display: flex; flex-wrap: wrap; gap: 2px 14px; margin: 8px 0 0; font-size: 11px; color: var(--vscode-descriptionForeground); }
    .kinds b { color: var(--vscode-foreground); font-weight: 600; }
    .outer { flex: 1 0 132px; padding-top: 14px; }
  `;
}
customElements.define('ts-vote-map', VoteMap);

function named({ parts, values }: PartGrid, at: number): string {
  const part = parts[at];
  return part ? `${partName(part)}: ${signed(values[at])}` : t('no such head in this layer');
}

/** The kinds of layers that there are, and a state beside attention, if there are others than attention. */
function kindsOf({ mixing, beside }: TokenVotes): readonly LayerKind[] {
  const kinds = new Set(mixing.map(({ kind }) => kind));
  if (beside?.kind === 'state') kinds.add('state');
  return kinds.size > 1 || !kinds.has('attention') ? [...kinds] : [];
}

function outerLabel(part: PartRef | undefined): string {
  const kind = part?.kind;
  if (kind === 'token') return t('token');
  if (kind === 'position') return t('position');
  return kind === 'normBias' ? t('norm bias') : t('output bias');
}
