// The part of stop 3 for models with rotary position embeddings: how the query of the selected token is rotated, pair
// by pair, at its own position and at any other. Knows one head at a time.
import { html, nothing } from 'lit';
import type { QueryRotation } from '../../../src/contract/readings.ts';
import '../../charts/dials.ts';
import type { Dial } from '../../charts/dials.ts';
import { Latest } from '../../state/latest.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { shortText } from '../../text/visibleText.ts';
import '../slider.ts';
import { StopElement } from '../stopElement.ts';

/** The number of dials; a head may have 64 pairs and more. */
const SHOWN = 8;

export class RotationExhibit extends StopElement {
  static override properties = { ...StopElement.properties, position: { state: true } };
  /** The position that was chosen with the slider; undefined for the token's own. */
  declare position: number | undefined;
  readonly #rotation = new Latest<QueryRotation | undefined>();

  protected override askEngine(): void {
    const { run, host, at } = this.context;
    const single = this.#single();
    this.ask(this.#rotation, `rotation ${single.layer} ${single.head} ${at}`, () => host.rotation(run, single, at));
  }

  /** The chosen head, or head 0 for a mean or maximum, since only a single head has a query. */
  #single() {
    const { layer, head } = this.context.head;
    return { layer, head: typeof head === 'number' ? head : 0 };
  }

  override render() {
    const { at, tokens, model } = this.context;
    const single = this.#single();
    const rotation = this.#rotation.value;
    const known = this.#rotation.isCurrent && this.isLookedAt && !this.#rotation.failure;
    if (!rotation)
      return known
        ? html`<p class="hint">${t('This layer of the model is told no positions: they come in through the causal mask alone.')}</p>`
        : this.waiting(this.#rotation);
    const position = this.position ?? at;
    return html`<h3>${t('How the query of “{0}” is turned: layer {1}, head {2}', shortText(tokens[at], 16), single.layer, single.head)}</h3>
      <div class="row">${t('Position')} <ts-slider .max=${Math.min(model.context, 2048) - 1} .value=${position} label=${t('Position')} @slide=${(event: CustomEvent<number>) => (this.position = event.detail)}></ts-slider> <output>${formatNumber(position)}</output>
        ${position === at ? nothing : html`<button class="chip" data-control @click=${() => (this.position = undefined)}>${t('back to {0}', at)}</button>`}</div>
      ${this.answered(this.#rotation.isCurrent, html`<ts-dials .dials=${dialsOf(rotation, position)} label=${t('Pairs of components, turned by the position')}></ts-dials>`)}
      <p class="hint">${t('This model has no table of positions: it turns each pair of components of queries and keys by an angle that grows with the position, fast pairs first. Dashed: before. The product of a query and a key then depends on their distance only.')}</p>`;
  }
}
customElements.define('ts-rotation-exhibit', RotationExhibit);

/**
 * Pairs at equal distances, from the fastest to the slowest. At a frequency of f radians per position a pair has turned
 * by position · f, and is back after 2π / f positions.
 */
function dialsOf({ frequencies, unrotated }: QueryRotation, position: number): readonly Dial[] {
  const pairs = unrotated.columns;
  const count = Math.min(SHOWN, pairs);
  return Array.from({ length: count }, (_, i) => {
    const pair = count === 1 ? 0 : Math.round((i * (pairs - 1)) / (count - 1));
    return {
      x: unrotated.values[pair],
      y: unrotated.values[pair + pairs],
      angle: position * frequencies[pair],
      title: t('pair {0}', pair),
      note: periodInWords(frequencies[pair]),
    };
  });
}

/** Of partly rotated heads some pairs have a frequency of 0. */
function periodInWords(frequency: number): string {
  if (frequency === 0) return t('is not turned');
  const period = (2 * Math.PI) / Math.abs(frequency);
  return t('one turn every {0} positions', formatNumber(period, period < 100 ? 1 : 0));
}
