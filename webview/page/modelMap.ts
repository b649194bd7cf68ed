// The map of the model, which is always in sight: the stops in the order in which a text passes through them, and the
// layers as towers side by side. It shows which stop the reader is at, and leads to the others. Knows names, no
// answers.
import { css, html, LitElement, nothing } from 'lit';
import type { ModelInfo, PositionKind } from '../../src/contract/engineApi.ts';
import type { LayerKind } from '../../src/contract/layerShapes.ts';
import { detailEvent } from '../events/detailEvent.ts';
import { isAdded } from '../state/addedPositions.ts';
import { mixingName } from '../state/headless.ts';
import { STOPS, type StopId } from '../state/stopIds.ts';
import { formatNumber, t } from '../text/l10n.ts';
import { withKey } from './shortcuts.ts';

/** More layers would not fit; the number of the remaining ones is written behind. */
const TOWERS = 24;

/** Sends `stop-choose` with the name of a stop, and `layer-choose` with the index of a layer. */
export class ModelMap extends LitElement {
  static override properties = {
    stop: { type: String },
    positions: { type: String },
    predicts: { type: String },
    kinds: { attribute: false },
    corrects: { attribute: false },
    layer: { type: Number },
  };
  declare stop: StopId;
  declare positions: PositionKind;
  declare predicts: ModelInfo['predicts'];
  /** How each layer mixes tokens, the first one first. */
  declare kinds: readonly LayerKind[];
  /** Whether a layer's state is corrected by the delta rule. */
  declare corrects: (layer: number) => boolean;
  /** The chosen layer, 0 = first. */
  declare layer: number;
  readonly #observer = new ResizeObserver(() => this.#fade());

  constructor() {
    super();
    this.kinds = [];
    this.corrects = () => false;
  }

  /** Positions that are added stand beside the embedding, all others in the blocks, where attention uses them. */
  override render() {
    const added = isAdded(this.positions);
    return html`<nav aria-label=${t('Map of the model')} @keydown=${this.#onKey} @scroll=${this.#fade}>
      ${this.#station('tokens')}${ARROW}${this.#station('embedding')}${added ? html`<span class="sign" aria-hidden="true">+</span>${this.#station('position')}` : nothing}${ARROW}
      <span class="blocks"><span class="pair">${added ? nothing : this.#station('position')}${this.#station('attention')}${this.#station('block')}</span>${this.#towers()}</span>${ARROW}
      ${this.#station('next')}${this.predicts === 'next' ? html`<span class="sign" aria-hidden="true">↺</span>` : nothing}${this.#station('generation')}<span class="gap"></span>${this.#station('long')}
    </nav>`;
  }

  override firstUpdated(): void {
    if (this.#nav) this.#observer.observe(this.#nav);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
  }

  override updated(changed: Map<string, unknown>): void {
    const nav = this.#nav;
    if (!nav || !changed.has('stop')) return;
    const here = nav.querySelector<HTMLElement>('[aria-current]');
    // Where the map is wider than the panel, the current stop comes to the middle.
    if (here) nav.scrollLeft = here.offsetLeft + (here.offsetWidth - nav.clientWidth) / 2;
    this.#fade();
  }

  get #nav(): HTMLElement | null {
    return this.renderRoot.querySelector('nav');
  }

  /** An end behind which more of the map is hidden fades out. */
  #fade(): void {
    const nav = this.#nav;
    if (!nav) return;
    nav.classList.toggle('more-before', nav.scrollLeft > 1);
    nav.classList.toggle('more-after', nav.scrollLeft + nav.clientWidth < nav.scrollWidth - 1);
  }

  #station(stop: StopId) {
    const here = stop === this.stop;
    return html`<button class="station" data-stop=${stop} aria-current=${here ? 'step' : nothing} tabindex=${here ? 0 : -1} title=${withKey(this.#nameOf(stop), String(STOPS.indexOf(stop) + 1))} @click=${() => this.#go(stop)}>${this.#nameOf(stop)}</button>`;
  }

  /** Some stops are called by what the model has there, or says. */
  #nameOf(stop: StopId): string {
    if (stop === 'attention') return mixingName(this.kinds);
    if (stop === 'generation' && this.predicts !== 'next') return t('No generation');
    if (stop !== 'next' || this.predicts === 'next') return stopName(stop);
    return this.predicts === 'masked' ? t('Masked word') : t('No word');
  }

  #towers() {
    const { length } = this.kinds;
    const shown = Math.min(length, TOWERS);
    const reachable = Math.min(this.layer, shown - 1);
    return html`<span class="towers" role="group" aria-label=${t('Layers')}>
      ${Array.from({ length: shown }, (_, layer) => html`<button class="tower ${this.kinds[layer]}" title=${this.#towerName(layer)} aria-label=${this.#towerName(layer)} aria-pressed=${layer === this.layer} data-layer=${layer} tabindex=${layer === reachable ? 0 : -1} @click=${() => this.#choose(layer)}></button>`)}
      ${length > shown ? html`<span class="sign">+${formatNumber(length - shown)}</span>` : nothing}</span>`;
  }

  #towerName(layer: number): string {
    if (this.corrects(layer)) return t('Layer {0}: a gated delta rule in place of attention', layer);
    return towerName(this.kinds[layer], layer);
  }

  #go(stop: StopId): void {
    this.dispatchEvent(detailEvent('stop-choose', stop));
  }

  #choose(layer: number): void {
    this.dispatchEvent(detailEvent('layer-choose', layer));
  }

  /** Of the stops, Tab reaches only the current one, and so of the layers; the arrow keys lead from one to the next. */
  #onKey(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const { stop, layer } = (event.target as HTMLElement).dataset;
    if (!step) return;
    event.preventDefault();
    if (layer !== undefined) {
      const tower = this.renderRoot.querySelector<HTMLElement>(`[data-layer="${Number(layer) + step}"]`);
      tower?.focus();
      tower?.click();
      return;
    }
    const from = STOPS.find((one) => one === stop);
    if (!from) return;
    const next = STOPS[STOPS.indexOf(from) + step];
    if (!next) return;
    this.renderRoot.querySelector<HTMLElement>(`[data-stop=${next}]`)?.focus({ preventScroll: true });
    this.#go(next);
  }

  static override styles = css`
    nav { display: flex; align-items: center; gap: 4px; padding: 1px; overflow-x: auto; font-size: 11px; scrollbar-width: none; --before: 0px; --after: 0px; mask-image: linear-gradient(to right, transparent, black var(--before), black calc(100% - var(--after)), transparent); }
    nav.more-before { --before: 40px; }
    nav.more-after { --after: 40px; }
    button { font: inherit; color: inherit; background: none; cursor: pointer; }
    button:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 1px; }
    .station { border: 1px solid var(--ts-hairline); border-radius: 3px; padding: 2px 7px; white-space: nowrap; }
    .station:hover { background: var(--vscode-list-hoverBackground); }
    .station[aria-current] { background: var(--ts-selected-background); color: var(--ts-selected-foreground); border-color: var(--vscode-contrastActiveBorder, transparent); outline: 1px solid var(--vscode-contrastActiveBorder, transparent); }
    .sign, .arrow { color: var(--vscode-descriptionForeground); flex: none; }
    .blocks { display: flex; gap: 6px; align-items: center; border: 1px dashed var(--ts-hairline); border-radius: 4px; padding: 2px 6px 2px 3px; }
    .pair { display: flex; gap: 3px; }
    .towers { display: flex; gap: 2px; align-items: center; }
    .tower { width: 7px; height: 18px; padding: 0; border: 1px solid var(--ts-hairline); border-radius: 2px; }
    .tower.state { border-radius: 4px; }
    .tower.convolution { height: 10px; }
    .tower:hover { border-color: var(--vscode-focusBorder); }
    .tower[aria-pressed='true'] { background: var(--ts-attention); border-color: var(--ts-attention); }
    .gap { flex: 1 1 0; }
  `;
}
customElements.define('ts-model-map', ModelMap);

const ARROW = html`<span class="arrow" aria-hidden="true">→</span>`;

function towerName(kind: LayerKind, layer: number): string {
  return {
    attention: t('Layer {0}', layer),
    state: t('Layer {0}: a state in place of attention', layer),
    convolution: t('Layer {0}: a convolution in place of attention', layer),
  }[kind];
}

/** A function, not a constant: texts can be translated only once the language is known. */
export function stopName(stop: StopId): string {
  const names: Record<StopId, string> = {
    tokens: t('Tokens'),
    embedding: t('Embedding'),
    position: t('Position'),
    attention: t('Attention'),
    block: t('The block'),
    next: t('Next token'),
    generation: t('Generation'),
    long: t('Long text'),
  };
  return names[stop];
}
