// A binary heap of numbers, the smallest first (Williams 1964). Knows nothing about what they mean.

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

  /** Removes the smallest number; undefined where the heap is empty. */
  pop(): number | undefined {
    const values = this.#values;
    const smallest = values[0];
    const last = values.pop();
    if (values.length > 0 && last !== undefined) this.#sink(last);
    return smallest;
  }

  /** Puts a value at the root and moves it down to its place. */
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
