// Small vectors in circles, as they stand and as they are turned. Knows lengths and angles only.
import { css, html, LitElement, svg } from 'lit';

export interface Dial {
  readonly x: number;
  readonly y: number;
  /** Counterclockwise, in radians. */
  readonly angle: number;
  /** Above and below the circle. */
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
    const longest = Math.max(...this.dials.map(({ x, y }) => Math.hypot(x, y)), Number.MIN_VALUE);
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

/** y grows upwards, as in a coordinate system. */
function line(name: string, x: number, y: number) {
  return svg`<line class=${name} x2=${x.toFixed(2)} y2=${(-y).toFixed(2)}></line>`;
}
