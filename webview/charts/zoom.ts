// Zooms and moves a drawing by wheel, pinch, double click, mouse and keys. Knows a square, not what is drawn in it.
import { type Selection, select } from 'd3-selection';
import { type D3ZoomEvent, type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity } from 'd3-zoom';

export type { ZoomTransform };

/** The largest magnification. */
const MOST = 20;
const KEY_FACTOR = 1.25;
/** The share of what is in sight that an arrow key moves by. */
const KEY_STEP = 0.08;

export class Zoom {
  readonly #size: number;
  readonly #behavior: ZoomBehavior<SVGSVGElement, unknown>;
  readonly #selection: Selection<SVGSVGElement, unknown, null, undefined>;
  #transform = zoomIdentity;

  /** The drawing is the square [0, size] × [0, size] of `svg`; `moved` is called with the transform to draw it with. */
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

  /** Does what the key stands for: + − 0 (the whole drawing) and the arrows. Returns false for any other key. */
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

  /**
   * Scrolling the page must not end on the drawing. Until it is magnified, the wheel zooms only with Ctrl, and a single
   * finger scrolls the page; after that both belong to the drawing.
   */
  #isMeant(event: Event): boolean {
    if (event instanceof WheelEvent) return event.ctrlKey || this.#transform.k > 1;
    if (event instanceof MouseEvent) return event.button === 0 && !event.ctrlKey;
    return this.#transform.k > 1 || (event as TouchEvent).touches.length > 1;
  }
}
