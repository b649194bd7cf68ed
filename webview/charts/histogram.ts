// Draws how often numbers occur: equal parts of what lies between two extremes, with 0 marked. Knows numbers, not what they are.
import { css, html, LitElement, nothing, svg } from 'lit';
import { short } from '../text/numbers.ts';
import { histogramBars, placeOf } from './histogramLayout.ts';

/** Sizes in units of the SVG's view box, which the browser scales to the room there is. */
const WIDTH = 384;
const HEIGHT = 120;
const AXIS = 18;

export class Histogram extends LitElement {
  static override properties = {
    bins: { attribute: false },
    least: { type: Number },
    most: { type: Number },
    logarithmic: { type: Boolean },
    label: { type: String },
  };
  declare bins: ArrayLike<number>;
  declare least: number;
  declare most: number;
  declare logarithmic: boolean;
  declare label: string;

  constructor() {
    super();
    this.bins = [];
    this.least = 0;
    this.most = 1;
    this.logarithmic = false;
    this.label = '';
  }

  override render() {
    const { bins, least, most } = this;
    const bars = histogramBars(bins, { width: WIDTH, height: HEIGHT }, this.logarithmic);
    const zero = placeOf(0, { least, most, width: WIDTH });
    const at = (i: number) => least + ((most - least) * i) / bins.length;
    return html`<svg viewBox=${`0 -2 ${WIDTH} ${HEIGHT + AXIS + 2}`} role="img" aria-label=${this.label}>
      ${bars.map(({ x, y, width, height }, i) =>
        bins[i] > 0
          ? svg`<rect x=${x} y=${Math.min(y, HEIGHT - 1)} width=${width * 0.92} height=${Math.max(1, height)}><title>${short(at(i))} … ${short(at(i + 1))}: ${bins[i].toLocaleString(document.documentElement.lang || 'en')}</title></rect>`
          : nothing,
      )}
      <path class="axis" d="M0 ${HEIGHT}H${WIDTH}"></path>
      ${zero === undefined ? nothing : svg`<path class="zero" d="M${zero.toFixed(1)} 0V${HEIGHT + 4}"></path><text x=${zero} y=${HEIGHT + AXIS - 2} text-anchor=${anchorOf(zero)}>0</text>`}
      ${zero !== undefined && zero < 70 ? nothing : svg`<text x="0" y=${HEIGHT + AXIS - 2}>${short(least)}</text>`}
      ${zero !== undefined && zero > WIDTH - 70 ? nothing : svg`<text x=${WIDTH} y=${HEIGHT + AXIS - 2} text-anchor="end">${short(most)}</text>`}
    </svg>`;
  }

  static override styles = css`
    :host { display: block; }
    svg { width: 100%; max-width: 520px; display: block; }
    rect { fill: var(--ts-attention); }
    .axis { fill: none; stroke: var(--ts-hairline); }
    .zero { fill: none; stroke: var(--vscode-foreground); stroke-dasharray: 2 3; opacity: 0.6; }
    text { fill: var(--vscode-descriptionForeground); font-size: 11px; font-variant-numeric: tabular-nums; }
  `;
}

/** A number at an end of the axis stands inside of it. */
function anchorOf(place: number): string {
  if (place < 8) return 'start';
  return place > WIDTH - 8 ? 'end' : 'middle';
}
customElements.define('ts-histogram', Histogram);
