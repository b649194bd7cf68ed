// Arcs over a line of labels: what one place is linked to, and how strongly. Knows places and weights, no tokens.
import { css, html, LitElement, svg } from 'lit';
import { detailEvent } from '../events/detailEvent.ts';
import { arcsLayout, type Edge } from './arcsLayout.ts';
import { byMouse } from './byMouse.ts';

/** Room for the arcs above the labels, in px. */
const HEIGHT = 120;

/**
 * Sends `place-select` with the index of a label that was clicked, and `place-point` with that of the label under the
 * pointer (undefined when the pointer leaves it).
 */
export class Arcs extends LitElement {
  static override properties = {
    labels: { attribute: false },
    edges: { attribute: false },
    selected: { type: Number },
    label: { type: String },
    centers: { state: true },
  };
  declare labels: readonly string[];
  declare edges: readonly Edge[];
  /** The index of the label that is highlighted and kept in sight. */
  declare selected: number | undefined;
  declare label: string;
  /** The middle of each label in px. It depends on the font, so it is measured once the labels are drawn. */
  declare centers: readonly number[];
  #shown = '';
  #resize = new ResizeObserver(() => this.#measure());

  constructor() {
    super();
    this.labels = [];
    this.edges = [];
    this.centers = [];
    this.label = '';
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resize.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resize.disconnect();
  }

  override render() {
    const width = (this.centers.at(-1) ?? 0) + 60;
    const arcs = this.centers.length === this.labels.length ? arcsLayout(this.edges, this.centers, HEIGHT) : [];
    return html`<div class="scroll" tabindex="0" role="img" aria-label=${this.label}>
      <svg width=${width} height=${HEIGHT} aria-hidden="true">
        ${arcs.map((arc) => svg`<path d=${arc.path} stroke-width=${arc.width} opacity=${0.35 + 0.65 * Math.sqrt(arc.weight)}></path>`)}
      </svg>
      <div class="labels" aria-hidden="true">
        ${this.labels.map(
          (label, i) =>
            html`<span class=${i === this.selected ? 'selected' : ''} @click=${() => this.#choose(i)} @pointerenter=${byMouse(() => this.#point(i))} @pointerleave=${byMouse(() => this.#point(undefined))}>${label}</span>`,
        )}
      </div>
    </div>`;
  }

  override updated(changed: Map<string, unknown>): void {
    if (!changed.has('labels') && !changed.has('selected')) return;
    const shown = `${this.labels.join(' ')} ${this.selected}`;
    if (shown === this.#shown) return; // a reader who scrolled the same labels stays where they are
    this.#shown = shown;
    this.#measure();
  }

  #measure(): void {
    const spans = [...this.renderRoot.querySelectorAll<HTMLElement>('.labels span')];
    const centers = spans.map((span) => span.offsetLeft + span.offsetWidth / 2);
    if (centers.join() !== this.centers.join()) this.centers = centers;
    this.#keepInSight(this.selected === undefined ? undefined : spans[this.selected]);
  }

  /**
   * Scrolls sideways only, so that the page stays where it is. The label goes to the right end, since the arcs that
   * reach it come from the left.
   */
  #keepInSight(label: HTMLElement | undefined): void {
    const scroll = this.renderRoot.querySelector('.scroll');
    if (!label || !scroll) return;
    const right = label.offsetLeft + label.offsetWidth;
    scroll.scrollLeft = right - scroll.clientWidth + 40;
  }

  #choose(place: number): void {
    this.dispatchEvent(detailEvent('place-select', place));
  }

  #point(place: number | undefined): void {
    this.dispatchEvent(detailEvent('place-point', place));
  }

  static override styles = css`
    .scroll { overflow-x: auto; position: relative; padding-bottom: 4px; }
    .scroll:focus-visible { outline: 1px solid var(--vscode-focusBorder); outline-offset: 2px; }
    svg { display: block; overflow: visible; }
    path { fill: none; stroke: var(--ts-attention); stroke-linecap: round; }
    .labels { display: flex; width: max-content; position: relative; font-family: var(--vscode-editor-font-family); font-size: 12px; white-space: pre; }
    span { padding: 2px 4px; border-radius: 3px; cursor: pointer; min-width: 10px; text-align: center; }
    span:hover { background: var(--vscode-list-hoverBackground); }
    .selected { background: var(--ts-selected-background); color: var(--ts-selected-foreground); outline: 2px solid var(--vscode-contrastActiveBorder, transparent); }
  `;
}
customElements.define('ts-arcs', Arcs);
