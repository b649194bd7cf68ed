// Draws one bar of a signed value beside the zero line: to the right in the colour of the positive end, to the left in
// that of the negative one. Knows its place, not its value.
import { css, html, LitElement } from 'lit';
import { chartTheme, colorAt } from '../theme/theme.ts';
import { Redraw } from './redraw.ts';
import type { SignedBar } from './signedBarLayout.ts';

export class SignedBarElement extends LitElement {
  static override properties = { bar: { attribute: false }, zero: { type: Number } };
  declare bar: SignedBar;
  /** Where 0 is, in percent of the room. */
  declare zero: number;

  constructor() {
    super();
    new Redraw(this, () => this.requestUpdate());
  }

  override render() {
    const { left, width, negative } = this.bar;
    const color = colorAt(chartTheme().diverging, negative ? 0 : 1);
    return html`<span class="zero" .style=${`left: ${this.zero.toFixed(1)}%`}></span><span class="bar" .style=${`left: ${left.toFixed(1)}%; width: ${width.toFixed(1)}%; background: ${color}`}></span>`;
  }

  static override styles = css`
    :host { display: block; position: relative; height: 12px; }
    .bar { position: absolute; top: 3px; height: 6px; border-radius: 2px; border: 1px solid transparent; box-sizing: border-box; min-width: 1px; }
    .zero { position: absolute; top: 0; bottom: 0; width: 1px; background: var(--ts-hairline); }
  `;
}
customElements.define('ts-signed-bar', SignedBarElement);
