// Finds out from the scroll position which stop the reader is at, and scrolls to a stop. Knows elements by their tags,
// not what a stop shows.
import { STOPS, type StopId, tagOf } from '../state/stopIds.ts';

const LAST = STOPS[STOPS.length - 1];
/** The reader is at the last stop whose top is above this line of the window, which lies below the sticky header. */
const READ_FROM_PX = 180;
/**
 * A smooth scroll passes other stops, which fill with content as they come into sight and push its aim further down.
 * For so many milliseconds after the last push the scroll position is corrected towards the aim, until the reader
 * touches anything.
 */
const AIMED_MS = 3000;

export class StopScroll {
  readonly #root: () => ParentNode;
  /** Called when the reader has scrolled to another stop. */
  readonly #reached: (stop: StopId) => void;
  #shown: StopId | undefined;
  #aim: { readonly stop: StopId; readonly until: number } | undefined;
  /** The stop that the reader last scrolled to or was taken to, and where its top was in the window, in px. */
  #place: { readonly stop: StopId; readonly top: number } | undefined;
  /** The element of the last stop when follow() last looked; another one means that all stops are new. */
  #drawn: Element | null = null;

  constructor(root: () => ParentNode, reached: (stop: StopId) => void) {
    this.#root = root;
    this.#reached = reached;
    window.addEventListener('scroll', () => this.#look(), { passive: true });
    for (const own of ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const)
      window.addEventListener(own, () => (this.#aim = undefined), { passive: true, capture: true });
    new ResizeObserver(() => this.#correct()).observe(document.body);
  }

  /**
   * To be called after every drawing, with the stop that the reader is at. Where all stops are new, after a reload or
   * when a text is explained again, the page scrolls back to it.
   */
  follow(stop: StopId): void {
    this.#shown = stop;
    const drawn = this.#element(LAST);
    if (!drawn || drawn === this.#drawn) return;
    this.#drawn = drawn;
    if (stop !== STOPS[0]) this.to(stop, 'instant');
  }

  /** Scrolls to a stop, smoothly unless the reader has asked for less motion. */
  to(stop: StopId, behavior: ScrollBehavior = 'smooth'): void {
    const element = this.#element(stop);
    if (!element) return;
    const header = this.#root().querySelector('.top')?.clientHeight ?? 0;
    this.#aim = { stop, until: performance.now() + AIMED_MS };
    this.#place = { stop, top: header };
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const top = element.getBoundingClientRect().top + window.scrollY - header;
    window.scrollTo({ top, behavior: still ? 'instant' : behavior });
  }

  /** Called when the page has changed its size: content that comes late must not push the reader to another stop. */
  #correct(): void {
    const aim = this.#aimedAt();
    if (aim) this.to(aim, 'instant');
    else if (this.#place && this.#isReady() && this.#read() !== this.#place.stop) {
      const { stop, top } = this.#place;
      const now = this.#element(stop)?.getBoundingClientRect().top;
      if (now !== undefined) window.scrollBy({ top: now - top, behavior: 'instant' });
    }
  }

  #aimedAt(): StopId | undefined {
    return this.#aim && performance.now() < this.#aim.until ? this.#aim.stop : undefined;
  }

  #look(): void {
    if (this.#aimedAt() || !this.#isReady()) return;
    const stop = this.#read();
    this.#place = { stop, top: this.#element(stop)?.getBoundingClientRect().top ?? 0 };
    if (stop !== this.#shown) this.#reached(stop);
  }

  /** Before all stops are drawn, and while the panel is hidden, the scroll position says nothing about the reader. */
  #isReady(): boolean {
    return window.innerHeight > 0 && this.#drawn !== null && this.#drawn === this.#element(LAST);
  }

  #read(): StopId {
    // The last stop may be too short to reach the line. Scroll positions are fractions, hence the 2 px.
    const atEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
    const passed = STOPS.filter(
      (stop) => (this.#element(stop)?.getBoundingClientRect().top ?? Infinity) < READ_FROM_PX,
    );
    return atEnd ? LAST : (passed.at(-1) ?? STOPS[0]);
  }

  #element(stop: StopId): Element | null {
    return this.#root().querySelector(tagOf(stop));
  }
}
