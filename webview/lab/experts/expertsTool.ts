// Experts: which of them each token went to, layer by layer, and what the model says without one. Shows the routing picture
// of stop 5 as an instrument: the text is tinted by the chosen expert, all layers stand side by side, and what is switched
// off here holds in What if. Knows answers, routes nothing.
import '@vscode-elements/elements/dist/vscode-button/index.js';
import { css, html, nothing } from 'lit';
import type { LayerRouting, Routing } from '../../../src/contract/experts.ts';
import type { WhatIf } from '../../../src/contract/whatIf.ts';
import '../../charts/pickGrid.ts';
import type { Pick } from '../../charts/pickGrid.ts';
import { whileTrue } from '../../state/answer.ts';
import { changesThatAreOn } from '../../state/changeList.ts';
import { Latest } from '../../state/latest.ts';
import { whatExpertsAre } from '../../stops/block/expertWords.ts';
import {
  canBeOff,
  type ExpertPlace,
  expertAt,
  loadOverLayers,
  nearestLayer,
  weightsOf,
} from '../../stops/block/routed.ts';
import { RoutingAnswer } from '../../stops/block/routingAnswer.ts';
import { loadTable, routingTable } from '../../stops/block/routingNumbers.ts';
import '../../stops/block/routingPicture.ts';
import { rove } from '../../stops/roving.ts';
import { t } from '../../text/l10n.ts';
import { largest } from '../../text/largest.ts';
import { percent, short } from '../../text/numbers.ts';
import { quotedToken } from '../../text/quotedToken.ts';
import { ToolElement } from '../toolElement.ts';
import { toolFrame } from '../toolFrame.ts';
import { changeInWords, readText } from '../whatIf/changeWords.ts';
import { nextQuestion } from '../whatIf/nextQuestion.ts';
import { pairsStyles, pairsView } from '../whatIf/pairsView.ts';
import { pairTable } from '../whatIf/whatIfNumbers.ts';

/** An expert of a layer whose routing is known. */
interface Chosen {
  readonly routing: Routing;
  readonly layer: LayerRouting;
  readonly expert: number;
}

export class ExpertsTool extends ToolElement {
  protected override readonly tool = 'experts';
  static override properties = { ...ToolElement.properties, picked: { state: true } };
  /** The expert that the reader has chosen; it holds in its layer. */
  declare picked: ExpertPlace | undefined;
  readonly #routing = new RoutingAnswer((latest, key, question, urgency) => this.ask(latest, key, question, urgency));
  readonly #next = new Latest<WhatIf>();

  protected override askEngine(): void {
    this.#routing.ask(this.context);
    const changes = this.#changes();
    if (changes.length === 0) return;
    const { key, question } = nextQuestion(this.context, changes);
    this.ask(this.#next, key, question, 'now');
  }

  /** What the model reads the text with in What if, too. */
  #changes() {
    return changesThatAreOn(this.context.changes.history.list);
  }

  /** The chosen layer, or the nearest one that has experts. */
  get #layer(): number {
    const { model, head } = this.context;
    return model.experts?.layers[head.layer] === false ? nearestLayer(model.experts.layers, head.layer) : head.layer;
  }

  /** undefined while the routing of the layer is not known. */
  get #chosen(): Chosen | undefined {
    const routing = this.#routing.of(this.context).value;
    const layer = routing?.layers.find((one) => one.layer === this.#layer);
    return routing && layer && { routing, layer, expert: expertAt(routing, layer, this.context.at, this.picked) };
  }

  override render() {
    const { experts } = this.context.model;
    if (!experts) return nothing;
    const tool = {
      id: 'experts',
      title: t('Experts'),
      kind: 'computed' as const,
      lead: whatExpertsAre(experts),
    };
    return toolFrame(
      tool,
      html`${this.#tinted()}${this.#layers(experts.layers)}
        ${this.shown(this.#routing.of(this.context), (routing) => html`${this.#picture(routing)}${this.#effect()}${this.#overview(routing)}`)}`,
    );
  }

  override numbers() {
    const chosen = this.#routing.of(this.context).isCurrent ? this.#chosen : undefined;
    const isMeasured = this.#changes().length > 0 && this.#next.isCurrent;
    return [
      ...(chosen
        ? [routingTable(chosen.routing, chosen.layer, this.context.tokens), ...chosen.routing.layers.map(loadTable)]
        : []),
      ...(isMeasured && this.#next.value ? [pairTable(this.#next.value)] : []),
    ];
  }

  #tinted() {
    const chosen = this.#chosen;
    if (!chosen) return this.text(undefined, '', false);
    const { routing, layer, expert } = chosen;
    const most = largest(layer.weights) || 1;
    const weights = weightsOf(routing, layer, expert, this.context.tokens.length);
    return this.text(
      weights.map((weight) => weight / most),
      t(
        'Tint: with what weight each token got expert {0} of layer {1}, {2} at most.',
        expert,
        layer.layer,
        short(most),
      ),
      false,
    );
  }

  #layers(layers: readonly boolean[]) {
    const chosen = this.#layer;
    return html`<div class="row layers" role="radiogroup" aria-label=${t('Layer')} @keydown=${rove}><span aria-hidden="true">${t('Layer')}</span>${layers.map(
      (hasExperts, layer) =>
        hasExperts
          ? html`<button class="chip" role="radio" data-layer=${layer} aria-checked=${layer === chosen} tabindex=${layer === chosen ? 0 : -1} @click=${() => this.#toLayer(layer)}>${layer}</button>`
          : nothing,
    )}</div>`;
  }

  #picture(routing: Routing) {
    return html`<ts-routing-picture .context=${this.context} .routing=${routing} .layer=${this.#layer} .picked=${this.picked}
      @expert-choose=${({ detail }: CustomEvent<ExpertPlace>) => (this.picked = detail)}>${canBeOff(routing) ? html`<span slot="do">${this.#switch()}</span>` : nothing}</ts-routing-picture>`;
  }

  /** Turns the chosen expert off, and on again. */
  #switch() {
    const chosen = this.#chosen;
    if (!chosen) return nothing;
    const change = { kind: 'expert', layer: chosen.layer.layer, expert: chosen.expert } as const;
    const at = this.context.changes.history.list.findIndex(
      (one) => one.isOn && JSON.stringify(one.change) === JSON.stringify(change),
    );
    const edit = at < 0 ? ({ kind: 'add', change } as const) : ({ kind: 'turn', at, isOn: false } as const);
    return html`<button class="chip what-if" data-action="switch-expert" data-control aria-pressed=${at >= 0} @click=${() => this.send({ kind: 'changes', edit })}>${at < 0 ? t('Switch off') : t('Switch on again')}</button>`;
  }

  /** What the model says with all that is changed, beside what it says without. */
  #effect() {
    const { list } = this.context.changes.history;
    const { tokens, model } = this.context;
    if (this.#changes().length === 0)
      return html`<h3>${t('Without an expert')}</h3><p class="hint">${t('Switch an expert off, and the model reads the text again: its router then chooses the next best. Both predictions stand here side by side.')}</p>`;
    const off = list.map((one, at) =>
      one.isOn
        ? html`<button class="chip off" data-action="turn-off" data-control title=${t('Take it back')} @click=${() => this.send({ kind: 'changes', edit: { kind: 'turn', at, isOn: false } })}>${changeInWords(one, readText(this.context))} ×</button>`
        : nothing,
    );
    const next = whileTrue(this.#next, ({ after }) => after.after < tokens.length);
    return html`<h3>${t('With these changes')} <span class="kind">${t('Measured')}</span><button class="chip why" data-action="open-what-if" data-control @click=${() => this.send({ kind: 'tool', tool: 'whatIf' })}>${t('More in What if')}</button></h3>
      <div class="row changes">${off}</div>
      ${this.shown(next, (answer) => pairsView(answer, quotedToken(tokens[answer.after.after], 20), model.predicts))}`;
  }

  /** The load of all experts in all layers; a cell leads to that expert. */
  #overview(routing: Routing) {
    const picks = loadOverLayers(routing);
    const layers = routing.layers.map(({ layer }) => layer);
    const chosen = this.#chosen;
    const most = largest(Array.from(picks.strengths));
    return html`<h3>${t('All layers')} <ts-legend scale="sequential" from="0" to=${percent(most)} name=${t('share of all choices')}></ts-legend></h3>
      <p class="hint">${t('How the choices of each layer are spread over its experts; even use would be {0} each.', percent(1 / routing.experts))}</p>
      <ts-pick-grid class="all" .picks=${picks} .columns=${routing.experts} .most=${most} .rowLabels=${layers.map(String)} .chosenRow=${layers.indexOf(this.#layer)} .chosenColumn=${chosen?.expert}
        .rowName=${(row: number) => t('Layer {0}', layers[row])} .pickName=${(row: number, column: number, share: number) => t('Layer {0}, expert {1}: {2} of all choices', layers[row], column, percent(share))}
        label=${t('Layers in rows, experts in columns')} rowsLabel=${t('Layers')}
        @row-choose=${({ detail }: CustomEvent<number>) => this.#toLayer(layers[detail])}
        @pick-choose=${({ detail: { row, column } }: CustomEvent<Pick>) => this.#choose({ layer: layers[row], expert: column })}></ts-pick-grid>`;
  }

  #choose(place: ExpertPlace): void {
    this.picked = place;
    this.#toLayer(place.layer);
  }

  #toLayer(layer: number): void {
    this.send({ kind: 'head', head: { layer, head: 'mean' } });
  }

  static override styles = [
    ToolElement.styles,
    pairsStyles,
    css`
      h3 { flex-wrap: wrap; gap: 4px 12px; }
      .kind, ts-legend { font-weight: 400; }
      .layers { gap: 4px; margin-bottom: 6px; }
      .layers [aria-checked='true'] { background: var(--ts-selected-background); color: var(--ts-selected-foreground); border-color: var(--vscode-contrastActiveBorder, transparent); outline: 1px solid var(--vscode-contrastActiveBorder, transparent); }
      .changes { margin-bottom: 8px; }
      .chip.what-if, .chip.off { font: 11px var(--vscode-font-family); }
    `,
  ];
}
customElements.define('ts-experts-tool', ExpertsTool);
