// Draws several curves over one horizontal axis from 0 on, each with a name and a dash of its own. Knows functions, not what
// they are.
import { css, html, LitElement, svg } from 'lit';
import { largest } from '../text/largest.ts';

export interface Curve {
  readonly name: string;
  /** Must not fall: its end sets the scale. */
  readonly of: (x: number) => number;
  /** Curves are told apart by colour and by dash: the first of a pair is solid, the second dashed. */
  readonly color: 'first' | 'second' | 'third';
  readonly dashed: boolean;
}

/** Sizes in units of the SVG's view box, which the browser scales to the room there is. */
const WIDTH = 420;
const HEIGHT = 180;
const LEFT = 58;
const BOTTOM = 24;
const TOP = 10;
const SAMPLES = 60;

export class GrowthChart extends LitElement {
  static override properties = {
    curves: { attribute: false },
    until: { type: Number },
    xText: { type: String },
    yText: { attribute: false },
    label: { type: String },
  };
  declare curves: readonly Curve[];
  /** Where the x axis ends. */
  declare until: number;
  /** What is written at that end. */
  declare xText: string;
  /** Writes a number of the y axis. */
  declare yText: (y: number) => string;
  declare label: string;

  constructor() {
    super();
    this.curves = [];
    this.until = 1;
    this.xText = '';
    this.yText = String;
    this.label = '';
  }

  override render() {
    const { curves, until } = this;
    const top = largest(
      curves.map((curve) => curve.of(until)),
      0,
    );
    const x = (share: number) => LEFT + share * (WIDTH - LEFT - 8);
    const y = (value: number) => HEIGHT - BOTTOM - (value / (top || 1)) * (HEIGHT - BOTTOM - TOP);
    const path = ({ of }: Curve) =>
      Array.from({ length: SAMPLES + 1 }, (_, i) => {
        const share = i / SAMPLES;
        return `${i ? 'L' : 'M'}${x(share).toFixed(1)} ${y(of(share * until)).toFixed(1)}`;
      }).join('');
    return html`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${this.label}: ${curves.map((curve) => `${curve.name} ${this.yText(curve.of(until))}`).join(', ')}">
        <path class="axis" d="M${LEFT} ${TOP}V${HEIGHT - BOTTOM}H${WIDTH - 4}"></path>
        ${curves.map((curve) => svg`<path class=${styleOf(curve)} d=${path(curve)}></path>`)}
        <text x=${LEFT - 6} y=${TOP + 8} text-anchor="end">${this.yText(top)}</text>
        <text x=${LEFT - 6} y=${HEIGHT - BOTTOM} text-anchor="end">0</text>
        <text x=${WIDTH - 4} y=${HEIGHT - 8} text-anchor="end">${this.xText}</text>
      </svg>
      <ul aria-hidden="true">${curves.map((curve) => html`<li><svg viewBox="0 0 26 8" width="26" height="8"><path class=${styleOf(curve)} d="M0 4H26"></path></svg>${curve.name} <b>${this.yText(curve.of(until))}</b></li>`)}</ul>`;
  }

  static override styles = css`
    :host { display: block; max-width: 460px; }
    svg { display: block; width: 100%; }
    .axis { fill: none; stroke: var(--ts-hairline); }
    .curve { fill: none; stroke-width: 2; }
    .first { stroke: var(--ts-attention); }
    .second { stroke: var(--ts-below); }
    .third { stroke: var(--vscode-foreground); }
    .dashed { stroke-dasharray: 5 3; }
    text { fill: var(--vscode-descriptionForeground); font-size: 11px; font-variant-numeric: tabular-nums; }
    ul { list-style: none; margin: 4px 0 0; padding: 0; font-size: 11px; color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; }
    li { display: flex; gap: 6px; align-items: center; }
    li svg { flex: none; width: 26px; }
    b { font-weight: 400; color: var(--vscode-foreground); }
  `;
}
customElements.define('ts-growth-chart', GrowthChart);

function styleOf({ color, dashed }: Curve): string {
  return `curve ${color} ${dashed ? 'dashed' : ''}`;
}
