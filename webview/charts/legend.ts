// Shows the scale of a chart's colours: a bar, with the numbers at its two ends. Knows no chart.
import { css, html, LitElement } from 'lit';
import { chartTheme } from '../theme/theme.ts';
import { cellImage, drawImage, signedLevel } from './cells.ts';
import { Redraw } from './redraw.ts';

export class Legend extends LitElement {
  static override properties = {
    scale: { type: String },
    even: { type: Boolean },
    rooted: { type: Boolean },
    from: { type: String },
    to: { type: String },
    name: { type: String },
  };
  declare scale: 'sequential' | 'diverging';
  /** Whether colours grow evenly with the numbers on the sequential scale, and not with their square root. */
  declare even: boolean;
  /** Whether colours grow with the root of the numbers on the diverging scale, to both sides. */
  declare rooted: boolean;
  /** The numbers at the two ends, as they are to be read. */
  declare from: string;
  declare to: string;
  declare name: string;

  constructor() {
    super();
    new Redraw(this, () => this.#draw());
    this.scale = 'sequential';
    this.even = false;
    this.rooted = false;
    this.from = '';
    this.to = '';
    this.name = '';
  }

  override render() {
    return html`<span class="name">${this.name}</span><span>${this.from}</span><canvas aria-hidden="true"></canvas><span>${this.to}</span>`;
  }

  override updated(): void {
    this.#draw();
  }

  #draw(): void {
    // Weights are coloured by their square root, but the legend's axis is the numbers themselves.
    const isRooted = this.scale === 'sequential' && !this.even;
    const signed = (share: number) => (this.rooted ? signedLevel(2 * share - 1) : share);
    const level = (i: number) => (isRooted ? Math.sqrt(i / 255) : signed(i / 255));
    drawImage(this.renderRoot.querySelector('canvas'), cellImage(256, 1, chartTheme()[this.scale], level));
  }

  static override styles = css`
    :host { display: flex; align-items: center; gap: 6px; font-size: 11px; color: var(--vscode-descriptionForeground); font-variant-numeric: tabular-nums; }
    canvas { width: 96px; height: 8px; border-radius: 2px; outline: 1px solid var(--ts-hairline); }
    .name { margin-right: 2px; }
  `;
}
customElements.define('ts-legend', Legend);
