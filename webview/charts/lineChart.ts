// Draws measured points and the curve of a formula; both axes begin at 0. Knows numbers, not what they are.
import { css, html, LitElement, svg } from 'lit';
import { largest } from '../text/largest.ts';

export interface DataPoint {
  readonly x: number;
  readonly y: number;
}

/** Sizes in units of the SVG's view box, which the browser scales to the room there is. */
const WIDTH = 420;
const HEIGHT = 200;
const LEFT = 52;
const BOTTOM = 24;
const SAMPLES = 60;

export class LineChart extends LitElement {
  static override properties = {
    points: { attribute: false },
    curve: { attribute: false },
    until: { type: Number },
    xName: { type: String },
    yText: { attribute: false },
    label: { type: String },
  };
  declare points: readonly DataPoint[];
  /** The formula, which must not fall: its end sets the scale. undefined while there is none. */
  declare curve: ((x: number) => number) | undefined;
  /** Where the x axis ends. */
  declare until: number;
  /** The unit that is written behind the end of the x axis. */
  declare xName: string;
  /** Writes a number of the y axis with its unit. */
  declare yText: (y: number) => string;
  declare label: string;

  constructor() {
    super();
    this.points = [];
    this.until = 1;
    this.xName = '';
    this.yText = String;
    this.label = '';
  }

  override render() {
    const along = Array.from({ length: SAMPLES + 1 }, (_, i) => (i / SAMPLES) * this.until);
    const top =
      largest(
        this.points.map((point) => point.y),
        this.curve?.(this.until) ?? 0,
      ) || 1;
    const x = (value: number) => LEFT + (value / this.until) * (WIDTH - LEFT - 8);
    const y = (value: number) => HEIGHT - BOTTOM - (value / top) * (HEIGHT - BOTTOM - 10);
    const { curve } = this;
    const path =
      curve && along.map((at, i) => `${i ? 'L' : 'M'}${x(at).toFixed(1)} ${y(curve(at)).toFixed(1)}`).join('');
    return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${this.label}>
      <path class="axis" d="M${LEFT} 6V${HEIGHT - BOTTOM}H${WIDTH - 4}"></path>
      ${path ? svg`<path class="curve" d=${path}></path>` : ''}
      ${this.points.map((point) => svg`<circle cx=${x(point.x)} cy=${y(point.y)} r="3.5"><title>${point.x}: ${this.yText(point.y)}</title></circle>`)}
      <text x=${LEFT - 6} y="14" text-anchor="end">${this.yText(top)}</text>
      <text x=${LEFT - 6} y=${HEIGHT - BOTTOM} text-anchor="end">0</text>
      <text x=${WIDTH - 4} y=${HEIGHT - 8} text-anchor="end">${this.until} ${this.xName}</text>
    </svg>`;
  }

  static override styles = css`
    svg { width: 100%; max-width: 460px; display: block; }
    .axis { fill: none; stroke: var(--ts-hairline); }
    .curve { fill: none; stroke: var(--ts-attention); stroke-width: 2; }
    circle { fill: var(--vscode-foreground); }
    text { fill: var(--vscode-descriptionForeground); font-size: 11px; font-variant-numeric: tabular-nums; }
  `;
}
customElements.define('ts-line-chart', LineChart);
