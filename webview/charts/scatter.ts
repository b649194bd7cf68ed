// Draws named points in a plane, to zoom by wheel, pinch and keys, to move by dragging and to find by name. Knows
// places, no tokens.
import { css, html, LitElement, svg } from 'lit';
import { byMouse } from './byMouse.ts';
import { type Place, placeNames, placesOf, type ScatterPoint, SIZE } from './scatterLayout.ts';
import { Zoom, type ZoomTransform } from './zoom.ts';

/** Four times as many background points are candidates for a name; most of them collide with another one. */
const LABELS = 40;
/** Height of a name, and its distance from its dot, in units of the square when it is not zoomed. */
const TEXT_HEIGHT = 2.9;
const GAP = 1.2;

export class Scatter extends LitElement {
  static override properties = {
    points: { attribute: false },
    colors: { attribute: false },
    chosen: { type: Number },
    find: { type: String },
    label: { type: String },
    view: { state: true },
    pointed: { state: true },
  };
  declare points: readonly ScatterPoint[];
  /** The CSS colour of each group. */
  declare colors: readonly string[];
  /** The index of the point that stands out, and whose name is shown whenever it is in sight. */
  declare chosen: number | undefined;
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
    const labels = this.points.map((point) => point.label);
    const frame = { left: -x / k, top: -y / k, right: (SIZE - x) / k, bottom: (SIZE - y) / k };
    const names = placeNames(this.#named(), placed, labels, { frame, size: TEXT_HEIGHT / k, gap: GAP / k });
    return html`<svg viewBox="0 0 ${SIZE} ${SIZE}" tabindex="0" role="img" aria-label=${this.label} class=${k > 1 ? 'zoomed' : ''}
      @keydown=${this.#onKey} @pointermove=${this.#onMove} @pointerleave=${byMouse(() => (this.pointed = undefined))}><g transform="translate(${x} ${y}) scale(${k})">
      ${this.#drawnInOrder().map((i) => this.#dot(placed[i], i, k))}
      ${names.map(({ point, text, ...name }) => svg`<text x=${name.x} y=${name.y} dy="0.35em" font-size=${TEXT_HEIGHT / k} stroke-width=${0.7 / k} class=${this.points[point].group === undefined ? 'faint' : point === this.chosen ? 'chosen' : ''}>${text}</text>`)}
    </g></svg>`;
  }

  #dot({ x, y }: Place, i: number, scale: number) {
    const { group } = this.points[i];
    const found = this.#found(i);
    const chosen = i === this.chosen;
    const radius = (chosen ? 1.4 : group === undefined && !found ? 0.45 : 0.9) / scale;
    const kind = found ? 'found' : chosen ? 'chosen' : group === undefined ? 'background' : '';
    return svg`<circle cx=${x} cy=${y} r=${radius} stroke-width=${0.4 / scale} data-i=${i} class=${kind} .style=${group === undefined ? '' : `fill: ${this.colors[group]}`}></circle>`;
  }

  #found(i: number): boolean {
    return this.find !== '' && this.points[i].label.toLowerCase().includes(this.find.toLowerCase());
  }

  /** What is important is drawn above the rest. */
  #drawnInOrder(): number[] {
    const rank = (i: number) => (i === this.chosen ? -1 : (this.points[i].rank ?? Number.POSITIVE_INFINITY));
    return [...this.points.keys()].sort((a, b) => (rank(a) === rank(b) ? a - b : rank(b) - rank(a)));
  }

  /**
   * Points that are to have a name, the most important first: the chosen one, the one under the pointer, those found, those
   * of a rank in its order, and from a magnification of 3 on some of the background.
   */
  #named(): number[] {
    const indices = [...this.points.keys()];
    const first = [this.chosen, this.pointed].filter((i) => i !== undefined && i >= 0 && i < indices.length);
    const found = indices.filter((i) => this.#found(i));
    const ranked = indices.filter((i) => this.points[i].rank !== undefined);
    ranked.sort((a, b) => (this.points[a].rank ?? 0) - (this.points[b].rank ?? 0) || a - b);
    const background = indices
      .filter((i) => this.view.k >= 3 && this.points[i].rank === undefined)
      .slice(0, LABELS * 4);
    return [...(first as number[]), ...found, ...ranked, ...background];
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
    text { fill: var(--vscode-foreground); stroke: var(--vscode-editor-background); paint-order: stroke; stroke-linejoin: round; font-family: var(--vscode-editor-font-family); pointer-events: none; }
    .faint { fill: var(--vscode-descriptionForeground); }
    .background { fill: var(--vscode-descriptionForeground); opacity: 0.55; }
    .found { fill: var(--ts-attention); stroke: var(--vscode-foreground); }
    circle.chosen { stroke: var(--vscode-foreground); }
    text.chosen { font-weight: 600; }
  `;
}
customElements.define('ts-scatter', Scatter);
