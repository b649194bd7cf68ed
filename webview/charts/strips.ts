// Draws rows of many signed numbers as stripes of colour. Each has the scale of its own spread, since rows may differ
// much in size. Knows numbers, no vectors.
import { css, html, LitElement } from 'lit';
import { short } from '../text/numbers.ts';
import { chartTheme } from '../theme/theme.ts';
import { byMouse } from './byMouse.ts';
import { cellImage, drawImage } from './cells.ts';
import { Redraw } from './redraw.ts';

/** Colours end at ± this many root mean squares; the few numbers beyond are clipped. */
export const DEVIATIONS = 2.5;

export interface Strip {
  readonly label: string;
  readonly values: ArrayLike<number>;
  /** Written to the right of the stripe, as long as none of its numbers is pointed at. */
  readonly note: string;
  /** Whether a gap separates it from the strip above. */
  readonly apart: boolean;
}

export class Strips extends LitElement {
  static override properties = {
    strips: { attribute: false },
    label: { type: String },
    pointed: { state: true },
  };
  declare strips: readonly Strip[];
  declare label: string;
  declare pointed: { readonly strip: number; readonly index: number } | undefined;

  constructor() {
    super();
    new Redraw(this, () => this.#draw());
    this.strips = [];
    this.label = '';
  }

  override render() {
    return html`<div class="strips" role="img" aria-label=${this.label}>
      ${this.strips.map(
        (strip, i) => html`<div class="row ${strip.apart ? 'apart' : ''}">
          <span class="name">${strip.label}</span>
          <canvas @pointermove=${(event: PointerEvent) => this.#point(i, event)} @pointerleave=${byMouse(() => (this.pointed = undefined))}></canvas>
          <span class="note">${this.pointed?.strip === i ? this.#value() : strip.note}</span>
        </div>`,
      )}
    </div>`;
  }

  override updated(changed: Map<string, unknown>): void {
    if (changed.has('strips')) this.#draw();
  }

  #point(strip: number, { offsetX, target }: PointerEvent): void {
    const { length } = this.strips[strip].values;
    const index = Math.floor((offsetX / (target as HTMLElement).clientWidth) * length);
    this.pointed = { strip, index: Math.max(0, Math.min(length - 1, index)) };
  }

  #value(): string {
    const { strip, index } = this.pointed as { strip: number; index: number };
    return `[${index}] ${short(this.strips[strip].values[index])}`;
  }

  /** −limit … 0 … limit become the levels 0 … 0.5 … 1 of the diverging colours. */
  #draw(): void {
    const { diverging } = chartTheme();
    for (const [i, canvas] of [...this.renderRoot.querySelectorAll('canvas')].entries()) {
      const { values } = this.strips[i];
      const limit = DEVIATIONS * rootMeanSquare(values);
      drawImage(
        canvas,
        cellImage(values.length, 1, diverging, (x) => 0.5 + values[x] / limit / 2),
      );
    }
  }

  static override styles = css`
    :host { display: block; container-type: inline-size; }
    .row { display: grid; grid-template-columns: 8.5em minmax(0, 1fr) 8.5em; gap: 10px; align-items: center; height: 17px; }
    .apart { margin-top: 8px; }
    .name { text-align: right; color: var(--vscode-descriptionForeground); font-size: 11px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
    .note { font-size: 11px; font-variant-numeric: tabular-nums; color: var(--vscode-descriptionForeground); white-space: nowrap; }
    canvas { width: 100%; height: 13px; image-rendering: pixelated; border-radius: 2px; outline: 1px solid var(--ts-hairline); cursor: crosshair; }
    /* Between two columns of text little would be left of the stripe, so that it gets a line of its own. */
    @container (max-width: 400px) {
      .row { grid-template: 'name note' 15px 'stripe stripe' 15px / 1fr 1fr; gap: 0 10px; height: auto; margin-bottom: 3px; }
      .name { grid-area: name; text-align: left; }
      .note { grid-area: note; text-align: right; }
      canvas { grid-area: stripe; height: 11px; }
    }
  `;
}
customElements.define('ts-strips', Strips);

/** The spread around 0, which is the middle of the colours; 1 where all numbers are 0, since it is divided by. */
function rootMeanSquare(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] ** 2;
  return Math.sqrt(sum / values.length) || 1;
}
