// A binary heap of numbers, smallest first. Knows nothing of what they stand for.

export class MinHeap {
  readonly #values: number[] = [];

  push(value: number): void {
    const values = this.#values;
    let at = values.length;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (values[parent] <= value) break;
      values[at] = values[parent];
      at = parent;
    }
    values[at] = value;
  }

  /** undefined where there is none. */
  pop(): number | undefined {
    const values = this.#values;
    const smallest = values[0];
    const last = values.pop();
    if (values.length > 0 && last !== undefined) this.#sink(last);
    return smallest;
  }

  /** Puts a value at the top and lets it down to its place. */
  #sink(value: number): void {
    const values = this.#values;
    let at = 0;
    while (true) {
      let child = 2 * at + 1;
      if (child >= values.length) break;
      if (child + 1 < values.length && values[child + 1] < values[child]) child++;
      if (values[child] >= value) break;
      values[at] = values[child];
      at = child;
    }
    values[at] = value;
  }
}
