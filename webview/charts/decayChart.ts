// Draws curves that fall from 1 towards 0, e^(-rate · x), one of which is marked. Knows rates and names, not what they are.
import { css, html, LitElement, nothing, svg } from 'lit';

export interface Decay {
  readonly rate: number;
  /** Shown where the pointer rests. */
  readonly name: string;
}

/** Sizes in units of the SVG's view box, which the browser scales to the room there is. */
const WIDTH = 420;
const HEIGHT = 200;
const LEFT = 28;
const BOTTOM = 24;
const TOP = 10;
const SAMPLES = 60;

export class DecayChart extends LitElement {
  static override properties = {
    decays: { attribute: false },
    marked: { type: Number },
    until: { type: Number },
    xName: { type: String },
    label: { type: String },
  };
  declare decays: readonly Decay[];
  /** The index of the curve that is drawn above the others. */
  declare marked: number;
  /** Where the x axis ends. */
  declare until: number;
  /** The unit that is written behind the end of the x axis. */
  declare xName: string;
  declare label: string;

  constructor() {
    super();
    this.decays = [];
    this.marked = 0;
    this.until = 1;
    this.xName = '';
    this.label = '';
  }

  override render() {
    const { decays, marked } = this;
    const above = decays.at(marked);
    return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${this.label}>
      <path class="axis" d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - 4}"></path>
      ${decays.map((decay, i) => (i === marked ? nothing : this.#curve(decay, 'curve')))}
      ${above ? this.#curve(above, 'curve marked') : nothing}
      <text x=${LEFT - 6} y=${TOP + 6} text-anchor="end">1</text>
      <text x=${LEFT - 6} y=${HEIGHT - BOTTOM} text-anchor="end">0</text>
      <text x=${LEFT} y=${HEIGHT - 8}>0</text>
      <text x=${WIDTH - 4} y=${HEIGHT - 8} text-anchor="end">${this.until} ${this.xName}</text>
    </svg>`;
  }

  #curve({ rate, name }: Decay, kind: string) {
    const place = (i: number) => {
      const share = i / SAMPLES;
      const x = LEFT + share * (WIDTH - LEFT - 8);
      const y = HEIGHT - BOTTOM - Math.exp(-rate * share * this.until) * (HEIGHT - BOTTOM - TOP);
      return `${x.toFixed(1)} ${y.toFixed(1)}`;
    };
    const path = `M${Array.from({ length: SAMPLES + 1 }, (_, i) => place(i)).join('L')}`;
    return svg`<path class=${kind} d=${path}><title>${name}</title></path>`;
  }

  static override styles = css`
    svg { width: 100%; max-width: 460px; display: block; }
    .axis { fill: none; stroke: var(--ts-hairline); }
    .curve { fill: none; stroke: var(--vscode-descriptionForeground); stroke-opacity: 0.55; }
    .marked { stroke: var(--ts-attention); stroke-opacity: 1; stroke-width: 2.5; }
    text { fill: var(--vscode-descriptionForeground); font-size: 11px; font-variant-numeric: tabular-nums; }
  `;
}
customElements.define('ts-decay-chart', DecayChart);
