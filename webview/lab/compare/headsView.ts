// Draws how differently each head attends on the two sides: all of them as a grid, and the most different ones as a list.
// Knows one measure.
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, nothing, type TemplateResult } from 'lit';
import '../../charts/legend.ts';
import '../../charts/signedGrid.ts';
import type { CellPlace, SignedCells } from '../../charts/signedGridLayout.ts';
import { rove } from '../../stops/roving.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { hundredths } from '../../text/numbers.ts';

/** Heads in the list. */
const LISTED = 6;

export interface HeadDistances {
  readonly layers: number;
  readonly heads: number;
  /** From 0 to 1; undefined where a layer is not measured yet. [layers][heads] */
  readonly byLayer: readonly (ArrayLike<number> | undefined)[];
}

export interface HeadPlace {
  readonly layer: number;
  readonly head: number;
  readonly distance: number;
}

/** The most different ones first. */
export function mostDifferent({ byLayer }: HeadDistances, count: number): readonly HeadPlace[] {
  const all = byLayer.flatMap((distances, layer) =>
    distances ? Array.from(distances, (distance, head) => ({ layer, head, distance })) : [],
  );
  return all
    .filter(({ distance }) => distance > 0)
    .sort((a, b) => b.distance - a.distance)
    .slice(0, count);
}

export interface HeadsActions {
  readonly choose: (layer: number, head: number) => void;
  readonly point: (cell: CellPlace | undefined) => void;
}

export function headsView(of: HeadDistances, pointed: CellPlace | undefined, actions: HeadsActions): TemplateResult {
  const { layers, heads, byLayer } = of;
  const strongest = mostDifferent(of, LISTED);
  const most = strongest[0]?.distance ?? 1;
  const values = Float64Array.from(
    { length: layers * heads },
    (_, i) => byLayer[Math.floor(i / heads)]?.[i % heads] ?? NaN,
  );
  const cells: SignedCells = { rows: layers, columns: heads, values };
  const nameOf = (layer: number, head: number) => {
    const distance = values[layer * heads + head];
    const name = t('Head {0}.{1}', layer, head);
    if (!Number.isNaN(distance)) return `${name}: ${hundredths(distance)}`;
    return byLayer[layer] ? t('{0}: nothing to compare', name) : t('{0}: not measured yet', name);
  };
  const done = byLayer.filter(Boolean).length;
  return html`<div class="heads"><div><p class="reading" role="status">${pointed ? nameOf(pointed.row, pointed.column) : done < layers ? t('{0} of {1} layers', formatNumber(done), formatNumber(layers)) : ''}</p>
      <ts-signed-grid .cells=${cells} .most=${most} .rowLabels=${numbered(layers)} .columnLabels=${numbered(heads)} .nameOf=${nameOf}
        label=${t('How differently each head attends: a row for each layer. Arrow keys lead from cell to cell, Enter to the head.')}
        @cell-point=${({ detail }: CustomEvent<CellPlace | undefined>) => actions.point(detail)}
        @cell-choose=${({ detail }: CustomEvent<CellPlace>) => actions.choose(detail.row, detail.column)}></ts-signed-grid></div>
    <div>${strongest.length === 0 ? html`<p class="hint">${done < layers ? nothing : t('All heads attend in the same way.')}</p>` : html`<ol class="strongest" @keydown=${rove}>${strongest.map((head, i) => listed(head, i, most, actions))}</ol>`}</div></div>`;
}

function listed({ layer, head, distance }: HeadPlace, i: number, most: number, { choose }: HeadsActions) {
  return html`<li><button class="head" data-head="${layer}.${head}" tabindex=${i === 0 ? 0 : -1} title=${t('Show this head in Attention')} @click=${() => choose(layer, head)}><span class="name">${t('Head {0}.{1}', layer, head)}</span><span class="room" aria-hidden="true"><span class="share" .style=${`width:${((distance / most) * 100).toFixed(1)}%`}></span></span><span class="distance">${hundredths(distance)}</span></button></li>`;
}

function numbered(count: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => String(i));
}

export const headsStyles = css`
  .heads { display: flex; flex-wrap: wrap; gap: 8px 32px; align-items: start; }
  .heads > div { min-width: 0; max-width: 100%; }
  .heads > div:last-child { flex: 1 1 220px; max-width: 380px; padding-top: 22px; }
  .reading { margin: 0 0 4px; min-height: 1.4em; font-size: 12px; font-variant-numeric: tabular-nums; }
  .strongest { list-style: none; margin: 0; padding: 0; }
  .head { display: grid; grid-template-columns: 5.5em minmax(0, 1fr) 3em; gap: 8px; align-items: center; width: 100%; border: 0; border-radius: 3px; background: none; color: inherit; font: inherit; font-size: 12px; padding: 2px 4px; text-align: left; cursor: pointer; }
  .head:hover { background: var(--vscode-list-hoverBackground); }
  .head .distance { text-align: right; font-variant-numeric: tabular-nums; }
  .head .share { display: block; height: 8px; border-radius: 2px; background: var(--ts-attention); }
`;
