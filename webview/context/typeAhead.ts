// What was typed quickly, one key after another, to find a row by its beginning. Knows no rows.

/** A key that comes later begins anew. */
const PAUSE_MS = 700;

export class TypeAhead {
  #typed = '';
  #at = Number.NEGATIVE_INFINITY;

  /** All that was typed with this key, which was pressed at a time in milliseconds. */
  with(key: string, time: number): string {
    this.#typed = time - this.#at > PAUSE_MS ? key : this.#typed + key;
    this.#at = time;
    return this.#typed;
  }
}
