// The part of stop 3 for models whose heads lower scores with the distance (ALiBi): what that leaves of a weight at each
// distance, a curve for each head. Scores that are lower by m · distance make weights of e^(-m · distance) times as much, so
// that a weight halves every ln 2 / m tokens. It depends on no text and no layer, and nothing is asked for it.
import { html, nothing } from 'lit';
import '../../charts/decayChart.ts';
import { formatNumber, t } from '../../text/l10n.ts';
import { short } from '../../text/numbers.ts';
import { StopElement } from '../stopElement.ts';

/** The distances of the text are drawn, but no fewer than can be told apart and no more than steep heads can be seen in. */
const LEAST = 16;
const MOST = 128;

export class DistanceExhibit extends StopElement {
  override render() {
    const { tokens, model, head: chosen } = this.context;
    const { slopes } = model;
    if (!slopes) return nothing;
    const head = typeof chosen.head === 'number' ? chosen.head : 0;
    const decays = slopes.map((rate, i) => ({ rate, name: `${t('Head {0}', i)}: ${halving(rate)}` }));
    return html`<h3>${t('What distance leaves of a weight: head {0} and the others', head)}</h3>
      <ts-decay-chart .decays=${decays} .marked=${head} .until=${Math.min(MOST, Math.max(LEAST, tokens.length - 1))} xName=${t('tokens of distance')}
        label=${t('What is left of a weight by distance, a curve for each head. {0}', decays[head].name)}></ts-decay-chart>
      <p class="hint">${t('Head {0} takes {1} off a score for every token of distance: {2}. Steep heads see their neighbourhood, flat ones nearly everything. Nothing of it was learned, and it is the same in all layers.', head, short(slopes[head]), halving(slopes[head]))}</p>`;
  }
}
customElements.define('ts-distance-exhibit', DistanceExhibit);

function halving(slope: number): string {
  const tokens = Math.LN2 / slope;
  return t('a weight halves every {0} tokens', formatNumber(tokens, tokens < 100 ? 1 : 0));
}
