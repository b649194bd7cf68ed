// The routing picture, which stop 5 and the Lab show: which experts of the chosen layer each token went to, how the choices
// are spread, whom one expert got, and where one token went in all layers. Knows one answer of the engine, asks nothing.
import { css, html, nothing } from 'lit';
import type { LayerRouting, Routing } from '../../../src/contract/experts.ts';
import type { Span, TokenIndex } from '../../../src/contract/tokens.ts';
import { windowAround } from '../../charts/arcsLayout.ts';
import { byMouse } from '../../charts/byMouse.ts';
import { detailEvent } from '../../events/detailEvent.ts';
import '../../charts/legend.ts';
import '../../charts/pickGrid.ts';
import type { Pick } from '../../charts/pickGrid.ts';
import { widestGrid } from '../../charts/pickGridLayout.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { largest } from '../../text/largest.ts';
import { short } from '../../text/numbers.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { shortText } from '../../text/visibleText.ts';
import { rove } from '../roving.ts';
import { StopElement } from '../stopElement.ts';
import { loadInWords, spreadInWords } from './expertWords.ts';
import { type ExpertPlace, expertAt, picksOf, picksOverLayers, spreadOf, tokensOf } from './routed.ts';

/** Rows of the picture: as many as can be looked at together. */
const ROWS = 24;
/** Characters of a token's name beside its row. */
const NAME = 11;
/** Tokens of an expert that are listed; an expert of a long text may have hundreds. */
const LISTED = 40;

/**
 * Sends `expert-choose` with an ExpertPlace; the owner answers by setting `picked`. What can be done with the chosen expert
 * stands in the slot `do`, beside its name.
 */
export class RoutingPicture extends StopElement {
  static override properties = {
    ...StopElement.properties,
    routing: { attribute: false },
    layer: { type: Number },
    picked: { attribute: false },
  };
  declare routing: Routing;
  /** The layer that is drawn; without experts there is nothing to draw. */
  declare layer: number;
  /** The expert that the reader has chosen; it holds in its layer. */
  declare picked: ExpertPlace | undefined;

  override render() {
    const { routing } = this;
    const layer = routing.layers.find((one) => one.layer === this.layer);
    if (!layer) return nothing; // the answer before, of another model
    const expert = expertAt(routing, layer, this.context.at, this.picked);
    const rows = this.#rows(routing);
    return html`<div class="legend"><span>${t('Bars: tokens of each expert. Dashed: even use. Cells: the weight of an expert for a token.')}</span>
        <ts-legend scale="sequential" from="0" to=${short(largest(layer.weights))} name=${t('weight')}></ts-legend>${this.#part(rows)}</div>
      <div class="columns"><div .style=${`flex-basis: ${widestGrid(routing.experts, this.#names(rows))}px`}>${this.#tokensByExperts(routing, layer, { rows, expert })}
          <p class="hint" role="status">${spreadInWords(routing, layer)}</p></div>
        <div class="detail">${this.#tokensOfExpert(routing, layer, expert)}${this.#overLayers(routing, expert)}</div></div>`;
  }

  /** The tokens that are drawn. */
  #rows({ tokens: { start, end } }: Routing): Span<TokenIndex> {
    const window = windowAround(this.context.at - start, end - start, ROWS);
    return { start: window.start + start, end: window.end + start } as Span<TokenIndex>;
  }

  #names({ start, end }: Span<TokenIndex>): readonly string[] {
    return this.context.tokens.slice(start, end).map((token) => shortText(token, NAME));
  }

  #tokensByExperts(
    routing: Routing,
    layer: LayerRouting,
    { rows, expert }: { readonly rows: Span<TokenIndex>; readonly expert: number },
  ) {
    const { at, tokens } = this.context;
    const { even } = spreadOf(layer);
    const name = (row: number) => quotedToken(tokens[rows.start + row], 20);
    return html`<ts-pick-grid class="tokens" .picks=${picksOf(routing, layer, rows)} .columns=${routing.experts} .most=${largest(layer.weights)} .counts=${layer.load} .even=${even}
        .rowLabels=${this.#names(rows)} .chosenRow=${at - rows.start} .chosenColumn=${expert}
        .rowName=${(row: number) => t('{0} at position {1}', name(row), rows.start + row)} .columnName=${(column: number) => loadInWords(layer, column)}
        .pickName=${(row: number, column: number, weight: number) => t('{0}: expert {1} with weight {2}', name(row), column, short(weight))}
        label=${t('Layer {0}: tokens in rows, experts in columns', layer.layer)} rowsLabel=${t('Tokens')} columnsLabel=${t('Experts')}
        @row-choose=${({ detail }: CustomEvent<number>) => this.select((rows.start + detail) as TokenIndex)}
        @column-choose=${({ detail }: CustomEvent<number>) => this.#pick({ layer: layer.layer, expert: detail })}
        @pick-choose=${({ detail: { row, column } }: CustomEvent<Pick>) => this.#choose({ layer: layer.layer, expert: column }, (rows.start + row) as TokenIndex)}></ts-pick-grid>`;
  }

  /** Which tokens are drawn, where they are not all. */
  #part({ start, end }: Span<TokenIndex>) {
    const { length } = this.context.tokens;
    return end - start === length
      ? nothing
      : html`<span>${t('tokens {0} to {1} of {2}', start + 1, end, length)}</span>`;
  }

  #tokensOfExpert(routing: Routing, layer: LayerRouting, expert: number) {
    const all = tokensOf(routing, layer, expert);
    const { tokens, at } = this.context;
    return html`<h3>${t('Expert {0}: its tokens', expert)}<slot name="do"></slot></h3>
      ${all.length === 0 ? html`<p class="hint">${t('No token of the {0} here went to it.', formatNumber(routing.tokens.end - routing.tokens.start))}</p>` : nothing}
      <div class="its-tokens" role="group" aria-label=${t('Expert {0}: its tokens', expert)} @keydown=${rove}>${all
        .slice(0, LISTED)
        .map(
          ({ token, weight }, i) =>
            html`<button class="chip ${token === at ? 'current' : ''}" tabindex=${i === 0 ? 0 : -1} data-token=${token} title=${t('{0} at position {1}', quotedToken(tokens[token], 20), token)} @click=${() => this.#choose({ layer: layer.layer, expert }, token)}
            @pointerenter=${byMouse(() => this.context.pointer.pointAt(token))} @pointerleave=${byMouse(() => this.context.pointer.pointAt())}>${shortText(tokens[token], 14)} <span class="weight">${short(weight)}</span></button>`,
        )}${all.length > LISTED ? html`<span class="hint">${t('and {0} more', all.length - LISTED)}</span>` : nothing}</div>`;
  }

  #overLayers(routing: Routing, expert: number) {
    const { at, tokens } = this.context;
    const picks = picksOverLayers(routing, at);
    const layers = routing.layers.map(({ layer }) => layer);
    return html`<h3>${t('{0} in all layers', quotedToken(tokens[at], 16))}</h3>
      <ts-pick-grid class="layers" .picks=${picks} .columns=${routing.experts} .most=${largest(Array.from(picks.strengths))} .rowLabels=${layers.map(String)}
        .chosenRow=${layers.indexOf(this.layer)} .chosenColumn=${undefined}
        .rowName=${(row: number) => t('Layer {0}', layers[row])} .pickName=${(row: number, column: number, weight: number) => t('Layer {0}: expert {1} with weight {2}', layers[row], column, short(weight))}
        label=${t('Layers in rows, experts in columns')} rowsLabel=${t('Layers')}
        @row-choose=${({ detail }: CustomEvent<number>) => this.#toLayer(layers[detail])}
        @pick-choose=${({ detail: { row, column } }: CustomEvent<Pick>) => this.#choose({ layer: layers[row], expert: column }, at)}></ts-pick-grid>
      <p class="hint">${t('Expert {0} of one layer has nothing to do with expert {0} of another.', expert)}</p>`;
  }

  #choose(place: ExpertPlace, token: TokenIndex): void {
    this.#pick(place);
    if (token !== this.context.at) this.select(token);
    if (place.layer !== this.layer) this.#toLayer(place.layer);
  }

  #pick(detail: ExpertPlace): void {
    this.dispatchEvent(detailEvent('expert-choose', detail));
  }

  #toLayer(layer: number): void {
    this.send({ kind: 'head', head: { layer, head: 'mean' } });
  }

  static override styles = [
    StopElement.styles,
    css`
            h3 { flex-wrap: wrap; gap: 4px 12px; }
      .legend { display: flex; flex-wrap: wrap; gap: 2px 16px; align-items: center; font-size: 11px; color: var(--vscode-descriptionForeground); margin: 10px 0 0; }
      .columns { margin-top: 6px; gap: 12px 32px; }
      .columns > * { flex-grow: 0; }
      .columns > .detail { flex: 1 1 220px; }
      .its-tokens { display: flex; flex-wrap: wrap; gap: 4px; align-items: baseline; font-size: 12px; }
      .its-tokens .current { border-color: var(--vscode-focusBorder); }
      .weight { font: 10px var(--vscode-font-family); color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; }
    `,
  ];
}
customElements.define('ts-routing-picture', RoutingPicture);
