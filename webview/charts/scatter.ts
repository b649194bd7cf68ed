// Points with names in a plane: zoom by wheel and keys, move by dragging, find by name. Knows places, no tokens.
import { css, html, LitElement, svg } from 'lit';

export interface ScatterPoint {
  readonly x: number;
  readonly y: number;
  readonly label: string;
  /** Index into the colours; undefined = background. */
  readonly group: number | undefined;
}

const SIZE = 100;
const LABELS = 40;
const ZOOM = 1.25;
/** Share of the points on each side that does not set the scale. */
const FAR_OUT = 0.02;
const MARGIN = 8;
/** Of a name, in the unit of the square at scale 1. */
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
  /** CSS colours of the groups. */
  declare colors: readonly string[];
  /** Points whose name holds this are marked. */
  declare find: string;
  declare label: string;
  declare view: { readonly x: number; readonly y: number; readonly scale: number };
  declare pointed: number | undefined;
  #dragged: { readonly x: number; readonly y: number } | undefined;

  constructor() {
    super();
    this.points = [];
    this.colors = [];
    this.find = '';
    this.label = '';
    this.view = { x: 0, y: 0, scale: 1 };
  }

  override render() {
    const { x, y, scale } = this.view;
    const width = SIZE / scale;
    const placed = placesOf(this.points);
    const widths = this.points.map((point) => ((point.label.length + 1) * TEXT_WIDTH) / scale);
    const named = freeNames(this.#named(), placed, widths, TEXT_HEIGHT / scale);
    return html`<svg viewBox="${x} ${y} ${width} ${width}" tabindex="0" role="img" aria-label=${this.label}
      @wheel=${this.#onWheel} @keydown=${this.#onKey} @pointerdown=${this.#onDown} @pointermove=${this.#onMove} @pointerup=${() => (this.#dragged = undefined)} @pointerleave=${() => (this.pointed = undefined)}>
      ${placed.map((place, i) => this.#dot(place, i, scale))}
      ${named.map((i) => svg`<text x=${placed[i].x + 1.1 / scale} y=${placed[i].y + 0.9 / scale} font-size=${TEXT_HEIGHT / scale} class=${this.points[i].group === undefined ? 'faint' : ''}>${this.points[i].label}</text>`)}
    </svg>`;
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

  /** The pointed one, those found, those of groups; more of the background the closer one looks. */
  #named(): number[] {
    const indices = this.points.map((_, i) => i);
    const wanted = (i: number) => i === this.pointed || this.#found(i) || this.points[i].group !== undefined;
    const inView = indices.filter((i) => this.view.scale >= 3 && !wanted(i)).slice(0, LABELS * 4);
    const first = indices.filter((i) => i === this.pointed || this.#found(i));
    return [...first, ...indices.filter(wanted), ...inView];
  }

  #zoom(factor: number, atX = 0.5, atY = 0.5): void {
    const { x, y, scale } = this.view;
    const next = Math.max(1, Math.min(20, scale * factor));
    const width = SIZE / scale;
    const newWidth = SIZE / next;
    this.#show(x + (width - newWidth) * atX, y + (width - newWidth) * atY, next);
  }

  #show(x: number, y: number, scale: number): void {
    const room = SIZE - SIZE / scale;
    this.view = { x: Math.max(0, Math.min(room, x)), y: Math.max(0, Math.min(room, y)), scale };
  }

  /** With Ctrl, or where it is zoomed already: scrolling the page must not get caught here. */
  #onWheel(event: WheelEvent): void {
    if (!event.ctrlKey && this.view.scale === 1) return;
    event.preventDefault();
    const box = (event.currentTarget as Element).getBoundingClientRect();
    const factor = event.deltaY < 0 ? ZOOM : 1 / ZOOM;
    this.#zoom(factor, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  }

  #onKey(event: KeyboardEvent): void {
    const step = 8 / this.view.scale;
    const { x, y, scale } = this.view;
    const actions: Record<string, () => void> = {
      '+': () => this.#zoom(ZOOM),
      '=': () => this.#zoom(ZOOM),
      '-': () => this.#zoom(1 / ZOOM),
      '0': () => this.#show(0, 0, 1),
      ArrowLeft: () => this.#show(x - step, y, scale),
      ArrowRight: () => this.#show(x + step, y, scale),
      ArrowUp: () => this.#show(x, y - step, scale),
      ArrowDown: () => this.#show(x, y + step, scale),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  #onDown(event: PointerEvent): void {
    this.#dragged = { x: event.clientX, y: event.clientY };
  }

  #onMove(event: PointerEvent): void {
    const { i } = (event.target as SVGElement).dataset;
    this.pointed = i === undefined ? undefined : Number(i);
    if (!this.#dragged || event.buttons === 0) return;
    const pixels = (event.currentTarget as Element).getBoundingClientRect().width / (SIZE / this.view.scale);
    const { x, y, scale } = this.view;
    this.#show(x - (event.clientX - this.#dragged.x) / pixels, y - (event.clientY - this.#dragged.y) / pixels, scale);
    this.#dragged = { x: event.clientX, y: event.clientY };
  }

  static override styles = css`
    svg { width: 100%; max-width: 460px; aspect-ratio: 1; border: 1px solid var(--ts-hairline); border-radius: 3px; touch-action: none; cursor: grab; }
    svg:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
    text { fill: var(--vscode-foreground); font-family: var(--vscode-editor-font-family); pointer-events: none; }
    .faint { fill: var(--vscode-descriptionForeground); }
    .background { fill: var(--vscode-descriptionForeground); opacity: 0.55; }
    .found { fill: var(--ts-attention); stroke: var(--vscode-foreground); stroke-width: 0.3; }
  `;
}
customElements.define('ts-scatter', Scatter);

/** Into the square, with a margin for names. Each direction on its own scale; the few far out stand at the edge. */
export function placesOf(points: readonly ScatterPoint[]): readonly { readonly x: number; readonly y: number }[] {
  const across = scaleOf(points.map((point) => point.x));
  const up = scaleOf(points.map((point) => point.y));
  return points.map(({ x, y }) => ({ x: across(x), y: SIZE - up(y) }));
}

function scaleOf(values: readonly number[]): (value: number) => number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))];
  const [low, high] = [at(FAR_OUT), at(1 - FAR_OUT)];
  const unit = (SIZE - 2 * MARGIN) / (high - low || 1);
  return (value) => Math.max(2, Math.min(SIZE - 2, MARGIN + (value - low) * unit));
}

/** Those whose names do not run into one another, the important ones first. */
export function freeNames(
  wanted: readonly number[],
  places: readonly { readonly x: number; readonly y: number }[],
  widths: readonly number[],
  height: number,
): number[] {
  const free: number[] = [];
  for (const i of wanted) {
    const collides = free.some(
      (j) =>
        Math.abs(places[i].y - places[j].y) < height &&
        places[i].x < places[j].x + widths[j] &&
        places[j].x < places[i].x + widths[i],
    );
    if (!collides) free.push(i);
  }
  return free;
}
