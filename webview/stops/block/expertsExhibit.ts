// The part of stop 5 for mixtures of experts: asks which experts the tokens went to, and shows the picture of the chosen
// layer. Knows one answer of the engine, routes nothing.
import { css, html, nothing } from 'lit';
import type { ExpertShape } from '../../../src/contract/experts.ts';
import { t } from '../../text/l10n.ts';
import { whatIfButton } from '../attention/whatIfOffers.ts';
import '../numbersButtons.ts';
import { StopElement } from '../stopElement.ts';
import { whatExpertsAre } from './expertWords.ts';
import { canBeOff, type ExpertPlace, expertAt, nearestLayer } from './routed.ts';
import { RoutingAnswer } from './routingAnswer.ts';
import { loadTable, routingTable } from './routingNumbers.ts';
import './routingPicture.ts';

export class ExpertsExhibit extends StopElement {
  static override properties = { ...StopElement.properties, picked: { state: true } };
  /** The expert that the reader has chosen; it holds in its layer. */
  declare picked: ExpertPlace | undefined;
  readonly #routing = new RoutingAnswer((latest, key, question, urgency) => this.ask(latest, key, question, urgency));

  protected override askEngine(): void {
    this.#routing.ask(this.context);
  }

  override render() {
    const { model, head } = this.context;
    if (!model.experts) return nothing;
    const { layer } = head;
    if (!model.experts.layers[layer]) return this.#elsewhere(model.experts, layer);
    return html`<h3>${t('Experts of layer {0}', layer)} <span class="kind">${t('Computed')}</span><ts-numbers data-control></ts-numbers></h3>
      <p class="hint">${whatExpertsAre(model.experts)}</p>
      ${this.shown(
        this.#routing.of(this.context),
        (routing) =>
          html`<ts-routing-picture .context=${this.context} .routing=${routing} .layer=${layer} .picked=${this.picked}
            @expert-choose=${({ detail }: CustomEvent<ExpertPlace>) => (this.picked = detail)}>${canBeOff(routing) ? html`<span slot="do">${whatIfButton('switch-off-expert', t('Switch off'), () => this.#switchOff())}</span>` : nothing}</ts-routing-picture>`,
      )}`;
  }

  override numbers() {
    const { value, isCurrent } = this.#routing.of(this.context);
    const layer = value?.layers.find((one) => one.layer === this.context.head.layer);
    if (!value || !layer || !isCurrent) return [];
    return [routingTable(value, layer, this.context.tokens), loadTable(layer)];
  }

  #switchOff(): void {
    const { value } = this.#routing.of(this.context);
    const layer = value?.layers.find((one) => one.layer === this.context.head.layer);
    if (!value || !layer) return;
    const expert = expertAt(value, layer, this.context.at, this.picked);
    this.send({ kind: 'whatIf', change: { kind: 'expert', layer: layer.layer, expert } });
  }

  #elsewhere({ layers }: ExpertShape, layer: number) {
    const nearest = nearestLayer(layers, layer);
    return html`<h3>${t('Experts')}</h3><p class="hint">${t('Layer {0} has one feed-forward for all tokens. Experts are in other layers:', layer)}
      <button class="chip plain" data-action="layer" @click=${() => this.send({ kind: 'head', head: { layer: nearest, head: 'mean' } })}>${t('Layer {0}', nearest)}</button></p>`;
  }

  static override styles = [
    StopElement.styles,
    css`
      :host { margin-top: 20px; }
      h3 { flex-wrap: wrap; gap: 4px 12px; }
      .kind { font-weight: 400; border: 1px solid var(--ts-hairline); border-radius: 8px; padding: 0 8px; font-size: 11px; white-space: nowrap; }
      .chip.what-if, .chip.plain { font: 11px var(--vscode-font-family); }
    `,
  ];
}
customElements.define('ts-experts-exhibit', ExpertsExhibit);
