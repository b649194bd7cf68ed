// Zoom and drag of a drawing by wheel, pinch, double click, mouse and keys. Knows a square, no points.
import { type Selection, select } from 'd3-selection';
import { type D3ZoomEvent, type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity } from 'd3-zoom';

export type { ZoomTransform };

const MOST = 20;
const KEY_FACTOR = 1.25;
/** Share of what is in sight that an arrow key moves. */
const KEY_STEP = 0.08;

export class Zoom {
  readonly #size: number;
  readonly #behavior: ZoomBehavior<SVGSVGElement, unknown>;
  readonly #selection: Selection<SVGSVGElement, unknown, null, undefined>;
  #transform = zoomIdentity;

  /** The drawing is the square [0, size] × [0, size] of `svg`; `moved` hears how it is to be transformed. */
  constructor(svg: SVGSVGElement, size: number, moved: (transform: ZoomTransform) => void) {
    this.#size = size;
    const square: [[number, number], [number, number]] = [
      [0, 0],
      [size, size],
    ];
    this.#behavior = zoom<SVGSVGElement, unknown>()
      .extent(square)
      .translateExtent(square)
      .scaleExtent([1, MOST])
      .duration(matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 200)
      .filter((event: Event) => this.#isMeant(event))
      .on('zoom', ({ transform }: D3ZoomEvent<SVGSVGElement, unknown>) => {
        this.#transform = transform;
        moved(transform);
      });
    this.#selection = select(svg);
    this.#selection.call(this.#behavior);
  }

  /** Whether the key is one of ours: + − 0 and the arrows. */
  key(key: string): boolean {
    const step = (KEY_STEP * this.#size) / this.#transform.k;
    const actions: Readonly<Record<string, () => void>> = {
      '+': () => this.#behavior.scaleBy(this.#selection, KEY_FACTOR),
      '=': () => this.#behavior.scaleBy(this.#selection, KEY_FACTOR),
      '-': () => this.#behavior.scaleBy(this.#selection, 1 / KEY_FACTOR),
      '0': () => this.#behavior.transform(this.#selection, zoomIdentity),
      ArrowLeft: () => this.#behavior.translateBy(this.#selection, step, 0),
      ArrowRight: () => this.#behavior.translateBy(this.#selection, -step, 0),
      ArrowUp: () => this.#behavior.translateBy(this.#selection, 0, step),
      ArrowDown: () => this.#behavior.translateBy(this.#selection, 0, -step),
    };
    actions[key]?.();
    return key in actions;
  }

  /** Scrolling the page must not get caught here: the wheel with Ctrl, or one finger where it is zoomed already. */
  #isMeant(event: Event): boolean {
    if (event instanceof WheelEvent) return event.ctrlKey || this.#transform.k > 1;
    if (event instanceof MouseEvent) return event.button === 0 && !event.ctrlKey;
    return this.#transform.k > 1 || (event as TouchEvent).touches.length > 1;
  }
}
