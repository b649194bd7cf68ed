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
/** So much of a stop that has not filled yet stays in sight, in px: one that is out of sight would never fill. */
const LEAST_IN_SIGHT_PX = 120;

/** A stop, and where its top is or shall be in the window, in px. */
interface Place {
  readonly stop: StopId;
  readonly top: number;
}

export class StopScroll {
  readonly #root: () => ParentNode;
  /** Called when the reader has scrolled to another stop. */
  readonly #reached: (stop: StopId) => void;
  #shown: StopId | undefined;
  #aim: { readonly place: Place; readonly until: number } | undefined;
  /** A smooth scroll is on its way; the stops that it passes are not where the reader is. */
  #glides = false;
  /** Where the reader last scrolled to or was taken to. */
  #place: Place | undefined;
  /** The element of the last stop when follow() last looked; another one means that all stops are new. */
  #drawn: Element | null = null;

  constructor(root: () => ParentNode, reached: (stop: StopId) => void) {
    this.#root = root;
    this.#reached = reached;
    window.addEventListener('scroll', () => this.#look(), { passive: true });
    window.addEventListener('scrollend', () => {
      this.#glides = false;
      this.#look();
    });
    for (const own of ['wheel', 'touchmove'] as const)
      window.addEventListener(own, () => (this.#glides = false), { passive: true, capture: true });
    for (const own of ['wheel', 'touchmove', 'keydown', 'pointerdown'] as const)
      window.addEventListener(own, () => (this.#aim = undefined), { passive: true, capture: true });
    new ResizeObserver(() => this.#correct()).observe(document.body);
  }

  /**
   * To be called after every drawing, with the stop that the reader is at. Where all stops are new, after a reload or for
   * another text, the page scrolls back to its beginning; where the same text was explained again (`again`), to the place
   * in it that the reader was at.
   */
  follow(stop: StopId, again = false): void {
    this.#shown = stop;
    const drawn = this.#element(LAST);
    if (!drawn?.checkVisibility() || drawn === this.#drawn) return;
    this.#drawn = drawn;
    if (again && this.#place?.stop === stop) this.#hold(this.#place, 'instant');
    else if (stop !== STOPS[0]) this.to(stop, 'instant');
    else this.#place = undefined;
  }

  /** To be called when the Lecture is shown again: the reader is back at the stop that they left, and not so many px down. */
  back(): void {
    if (this.#place) this.#hold(this.#place, 'instant');
    else window.scrollTo({ top: 0, behavior: 'instant' });
  }

  /** Scrolls to a stop, smoothly unless the reader has asked for less motion. */
  to(stop: StopId, behavior: ScrollBehavior = 'smooth'): void {
    this.#hold({ stop, top: this.#headerHeight }, behavior);
  }

  /** Scrolls to a place, and holds it there for a while. */
  #hold(place: Place, behavior: ScrollBehavior): void {
    const element = this.#element(place.stop);
    if (!element?.checkVisibility()) return;
    const box = element.getBoundingClientRect();
    this.#aim = { place, until: performance.now() + AIMED_MS };
    this.#place = place;
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    const wanted = Math.max(place.top, this.#headerHeight + LEAST_IN_SIGHT_PX - box.height);
    const most = document.documentElement.scrollHeight - window.innerHeight;
    const top = Math.max(0, Math.min(most, box.top + window.scrollY - wanted));
    this.#glides = behavior === 'smooth' && !still && Math.abs(top - window.scrollY) >= 1;
    window.scrollTo({ top, behavior: still ? 'instant' : behavior });
  }

  get #headerHeight(): number {
    return this.#root().querySelector('.top')?.clientHeight ?? 0;
  }

  /** Called when the page has changed its size: content that comes late must not push the reader to another stop. */
  #correct(): void {
    const aim = this.#aimedAt();
    if (aim) this.#hold(aim, 'instant');
    else if (this.#place && this.#isReady() && this.#read() !== this.#place.stop) {
      const { stop, top } = this.#place;
      const now = this.#element(stop)?.getBoundingClientRect().top;
      if (now !== undefined) window.scrollBy({ top: now - top, behavior: 'instant' });
    }
  }

  #aimedAt(): Place | undefined {
    return this.#aim && performance.now() < this.#aim.until ? this.#aim.place : undefined;
  }

  #look(): void {
    if (this.#glides || this.#aimedAt() || !this.#isReady()) return;
    const stop = this.#read();
    this.#place = { stop, top: this.#element(stop)?.getBoundingClientRect().top ?? 0 };
    if (stop !== this.#shown) this.#reached(stop);
  }

  /** Before all stops are drawn, and while the panel or the Lecture is hidden, the scroll position says nothing of them. */
  #isReady(): boolean {
    if (window.innerHeight === 0 || !this.#drawn?.checkVisibility()) return false;
    return this.#drawn === this.#element(LAST);
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
