// Which stop is read, by what is scrolled to; and scrolling to one. Knows elements by id, no stop.
import { STOPS, type StopId } from '../state/stopIds.ts';

const LAST = STOPS[STOPS.length - 1];
/** A stop counts as read when its top is above this line of the window, which is below the sticky header. */
const READ_FROM_PX = 180;
/**
 * A smooth scroll passes other stops on its way; they fill up as they come into sight, and push the aim further down.
 * Until so long after the last push nobody but the reader leaves it.
 */
const AIMED_MS = 3000;

export class StopScroll {
  readonly #root: () => ParentNode;
  readonly #reached: (stop: StopId) => void;
  #shown: StopId | undefined;
  #aim: { readonly stop: StopId; readonly until: number } | undefined;
  /** Where the stop that is read stood when the reader last scrolled, or was taken there. */
  #place: { readonly stop: StopId; readonly top: number } | undefined;
  /** The last of the stops as they were drawn when the reader was taken to where they were. */
  #drawn: Element | null = null;

  constructor(root: () => ParentNode, reached: (stop: StopId) => void) {
    this.#root = root;
    this.#reached = reached;
    window.addEventListener('scroll', () => this.#look(), { passive: true });
    for (const own of ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const)
      window.addEventListener(own, () => (this.#aim = undefined), { passive: true, capture: true });
    new ResizeObserver(() => this.#correct()).observe(document.body);
  }

  /** Told after every drawing. Stops that are new, after a reload and when a text is explained again, begin where the reader was. */
  follow(stop: StopId): void {
    this.#shown = stop;
    const drawn = this.#element(LAST);
    if (!drawn || drawn === this.#drawn) return;
    this.#drawn = drawn;
    if (stop !== STOPS[0]) this.to(stop, 'instant');
  }

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

  /** What fills up late leaves the reader at the same stop. */
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

  /** Before all stops are drawn, and while the panel is hidden, nobody reads. */
  #isReady(): boolean {
    return window.innerHeight > 0 && this.#drawn !== null && this.#drawn === this.#element(LAST);
  }

  #read(): StopId {
    const atEnd = window.innerHeight + window.scrollY >= document.documentElement.scrollHeight - 2;
    const passed = STOPS.filter(
      (stop) => (this.#element(stop)?.getBoundingClientRect().top ?? Infinity) < READ_FROM_PX,
    );
    return atEnd ? LAST : (passed.at(-1) ?? STOPS[0]);
  }

  #element(stop: StopId): Element | null {
    const tag = stop === 'next' ? 'next-token' : stop === 'long' ? 'long-text' : stop;
    return this.#root().querySelector(`ts-${tag}-stop`);
  }
}
