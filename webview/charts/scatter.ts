// Draws named points in a plane, to zoom by wheel, pinch and keys, to move by dragging and to find by name. Knows
// places, no tokens.
import { css, html, LitElement, svg } from 'lit';
import { freeNames, placesOf, type ScatterPoint, SIZE } from './scatterLayout.ts';
import { Zoom, type ZoomTransform } from './zoom.ts';

/** Four times as many background points are candidates for a name; most of them collide with another one. */
const LABELS = 40;
/** Height of a name and width of one of its letters, in units of the square when it is not zoomed. */
const TEXT_HEIGHT = 2.9;
const TEXT_WIDTH = 1.7;

export class Scatter extends LitElement {
  static override properties = {
    points: { attribute: false },
    colors: { attribute: false },
    find: { type: String },
    label: { type: String },
    view: { state: true },
    pointed: { state: true },
  };
  declare points: readonly ScatterPoint[];
  /** The CSS colour of each group. */
  declare colors: readonly string[];
  /** Points whose name contains this are marked, upper and lower case alike; '' marks none. */
  declare find: string;
  declare label: string;
  /** How the square is drawn: scaled by k, then moved by x and y in units of the square. */
  declare view: Pick<ZoomTransform, 'x' | 'y' | 'k'>;
  declare pointed: number | undefined;
  #zoom: Zoom | undefined;

  constructor() {
    super();
    this.points = [];
    this.colors = [];
    this.find = '';
    this.label = '';
    this.view = { x: 0, y: 0, k: 1 };
  }

  override firstUpdated(): void {
    const svgElement = this.renderRoot.querySelector('svg');
    if (svgElement) this.#zoom = new Zoom(svgElement, SIZE, (transform) => (this.view = transform));
  }

  /** Dots and names keep their size on the screen: what is scaled by k is divided by k before. */
  override render() {
    const { x, y, k } = this.view;
    const placed = placesOf(this.points);
    const widths = this.points.map((point) => ((point.label.length + 1) * TEXT_WIDTH) / k);
    const named = freeNames(this.#named(), placed, widths, TEXT_HEIGHT / k);
    return html`<svg viewBox="0 0 ${SIZE} ${SIZE}" tabindex="0" role="img" aria-label=${this.label} class=${k > 1 ? 'zoomed' : ''}
      @keydown=${this.#onKey} @pointermove=${this.#onMove} @pointerleave=${() => (this.pointed = undefined)}><g transform="translate(${x} ${y}) scale(${k})">
      ${placed.map((place, i) => this.#dot(place, i, k))}
      ${named.map((i) => svg`<text x=${placed[i].x + 1.1 / k} y=${placed[i].y + 0.9 / k} font-size=${TEXT_HEIGHT / k} class=${this.points[i].group === undefined ? 'faint' : ''}>${this.points[i].label}</text>`)}
    </g></svg>`;
  }

  #dot({ x, y }: { readonly x: number; readonly y: number }, i: number, scale: number) {
    const { group } = this.points[i];
    const found = this.#found(i);
    const radius = (group === undefined && !found ? 0.45 : 0.9) / scale;
    return svg`<circle cx=${x} cy=${y} r=${radius} data-i=${i} class=${found ? 'found' : group === undefined ? 'background' : ''} .style=${group === undefined ? '' : `fill: ${this.colors[group]}`}></circle>`;
  }

  #found(i: number): boolean {
    return this.find !== '' && this.points[i].label.toLowerCase().includes(this.find.toLowerCase());
  }

  /**
   * Points that are to have a name, the most important first: the one under the pointer, those found, those of groups,
   * and from a magnification of 3 on some of the background. A point that is listed twice collides with itself.
   */
  #named(): number[] {
    const indices = this.points.map((_, i) => i);
    const wanted = (i: number) => i === this.pointed || this.#found(i) || this.points[i].group !== undefined;
    const inView = indices.filter((i) => this.view.k >= 3 && !wanted(i)).slice(0, LABELS * 4);
    const first = indices.filter((i) => i === this.pointed || this.#found(i));
    return [...first, ...indices.filter(wanted), ...inView];
  }

  /** With Ctrl or ⌘ the same keys are the editor's own zoom. */
  #onKey(event: KeyboardEvent): void {
    if (!event.ctrlKey && !event.metaKey && this.#zoom?.key(event.key)) event.preventDefault();
  }

  #onMove({ target }: PointerEvent): void {
    const { i } = (target as SVGElement).dataset;
    this.pointed = i === undefined ? undefined : Number(i);
  }

  static override styles = css`
    svg { width: 100%; max-width: 460px; aspect-ratio: 1; border: 1px solid var(--ts-hairline); border-radius: 3px; touch-action: pan-y; cursor: grab; }
    .zoomed { touch-action: none; }
    svg:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
    text { fill: var(--vscode-foreground); font-family: var(--vscode-editor-font-family); pointer-events: none; }
    .faint { fill: var(--vscode-descriptionForeground); }
    .background { fill: var(--vscode-descriptionForeground); opacity: 0.55; }
    .found { fill: var(--ts-attention); stroke: var(--vscode-foreground); stroke-width: 0.3; }
  `;
}
customElements.define('ts-scatter', Scatter);
