// A slider that is drawn here and not by the browser, whose tracks are white in the dark and whose thumbs vanish in high
// contrast. The part that is done is thicker, so that no colour need tell it. Knows a number and its range.
import { css, html, LitElement } from 'lit';
import { detailEvent } from '../events/detailEvent.ts';

/** Sends `slide` with the number that the reader chose. */
export class Slider extends LitElement {
  static override properties = {
    min: { type: Number },
    max: { type: Number },
    step: { type: Number },
    value: { type: Number },
    label: { type: String },
    said: { type: String },
  };
  declare min: number;
  declare max: number;
  declare step: number;
  declare value: number;
  declare label: string;
  /** The value as a screen reader says it, where that is not the number. */
  declare said: string | undefined;

  constructor() {
    super();
    this.min = 0;
    this.max = 100;
    this.step = 1;
    this.value = 0;
    this.label = '';
  }

  /** The range is set first: a value outside the one before would be cut off. */
  override render() {
    return html`<input type="range" min=${this.min} max=${this.max} step=${this.step} .value=${String(this.value)}
      .style=${`--done:${this.#done().toFixed(4)}`} aria-label=${this.label} aria-valuetext=${this.said ?? String(this.value)} @input=${this.#onInput} />`;
  }

  /** The share of the range below the value. */
  #done(): number {
    const range = this.max - this.min;
    return range > 0 ? Math.min(1, Math.max(0, (this.value - this.min) / range)) : 0;
  }

  #onInput({ target }: Event): void {
    this.value = Number((target as HTMLInputElement).value);
    this.dispatchEvent(detailEvent('slide', this.value));
  }

  static override styles = css`
    :host { display: inline-block; width: 160px; max-width: 100%; }
    input { --thumb: 14px; --filled: calc(var(--thumb) / 2 + (100% - var(--thumb)) * var(--done)); appearance: none; display: block; box-sizing: border-box; width: 100%; height: 18px; margin: 0; background: none; cursor: pointer; border-radius: 2px; }
    input:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
    input::-webkit-slider-runnable-track { height: 4px; border-radius: 2px;
      background: linear-gradient(var(--ts-accent)) left / var(--filled) 4px no-repeat, linear-gradient(var(--ts-track)) left / 100% 2px no-repeat; }
    input::-webkit-slider-thumb { appearance: none; width: var(--thumb); height: var(--thumb); margin-top: -5px; border: 1px solid var(--vscode-contrastBorder, transparent); border-radius: 50%; box-sizing: border-box; background: var(--ts-accent); }
    input:hover::-webkit-slider-thumb { box-shadow: 0 0 0 2px color-mix(in srgb, var(--ts-accent) 35%, transparent); }
  `;
}
customElements.define('ts-slider', Slider);
