// Draws vectors of two components in circles, before and after a rotation. Knows lengths and angles only.
import { css, html, LitElement, svg } from 'lit';
import { largest } from '../text/largest.ts';

export interface Dial {
  /** The vector before the rotation. */
  readonly x: number;
  readonly y: number;
  /** The rotation in radians, counterclockwise. */
  readonly angle: number;
  /** Written above and below the circle. */
  readonly title: string;
  readonly note: string;
}

const RADIUS = 26;
const SIZE = 2 * RADIUS + 6;

export class Dials extends LitElement {
  static override properties = { dials: { attribute: false }, label: { type: String } };
  declare dials: readonly Dial[];
  declare label: string;

  constructor() {
    super();
    this.dials = [];
    this.label = '';
  }

  override render() {
    // One scale for all dials, so that lengths can be compared; the longest vector reaches its circle.
    const longest = largest(
      this.dials.map(({ x, y }) => Math.hypot(x, y)),
      Number.MIN_VALUE,
    );
    return html`<div class="dials" role="img" aria-label="${this.label}: ${this.dials.map(({ title, note }) => `${title}, ${note}`).join('; ')}">${this.dials.map((dial) => this.#dial(dial, RADIUS / longest))}</div>`;
  }

  #dial({ x, y, angle, title, note }: Dial, scale: number) {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    return html`<figure><figcaption>${title}</figcaption>
      <svg viewBox="${-SIZE / 2} ${-SIZE / 2} ${SIZE} ${SIZE}" width=${SIZE} height=${SIZE} aria-hidden="true">
        <circle r=${RADIUS}></circle>${line('before', x * scale, y * scale)}${line('after', (x * cos - y * sin) * scale, (y * cos + x * sin) * scale)}
      </svg><figcaption class="note">${note}</figcaption></figure>`;
  }

  static override styles = css`
    .dials { display: flex; flex-wrap: wrap; gap: 10px 18px; }
    figure { margin: 0; display: flex; flex-direction: column; align-items: center; gap: 3px; font-size: 11px; font-variant-numeric: tabular-nums; }
    .note { color: var(--vscode-descriptionForeground); }
    circle { fill: none; stroke: var(--ts-hairline); }
    line { stroke-width: 2; stroke-linecap: round; }
    .before { stroke: var(--vscode-descriptionForeground); stroke-dasharray: 2 3; }
    .after { stroke: var(--ts-attention); }
  `;
}
customElements.define('ts-dials', Dials);

/** Here y grows upwards, as in mathematics; in SVG it grows downwards. */
function line(name: string, x: number, y: number) {
  return svg`<line class=${name} x2=${x.toFixed(2)} y2=${(-y).toFixed(2)}></line>`;
}
