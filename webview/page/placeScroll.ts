// Keeps how far each place of the panel is scrolled while the other one is shown: they share the window's scroll bar. Knows
// places by their names.
import type { PlaceId } from '../state/toolIds.ts';

export class PlaceScroll {
  readonly #tops = new Map<PlaceId, number>();
  #shown: PlaceId | undefined;

  /** To be called before a place is hidden. */
  leave(place: PlaceId): void {
    this.#tops.set(place, window.scrollY);
  }

  /** The place will begin at its top: something else is to be seen there. */
  forget(place: PlaceId): void {
    this.#tops.delete(place);
  }

  /** To be called after every drawing, with the place that was drawn. */
  follow(place: PlaceId): void {
    if (this.#shown !== undefined && place !== this.#shown)
      window.scrollTo({ top: this.#tops.get(place) ?? 0, behavior: 'instant' });
    this.#shown = place;
  }
}
