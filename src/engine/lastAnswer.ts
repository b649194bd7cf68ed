// Keeps the answer to the question that was asked last, for work that is asked for again unchanged. Knows no question.

export class LastAnswer<Value> {
  #last: { readonly key: string; readonly value: Value } | undefined;

  /** Computes only for another key. What fails is not kept. */
  async of(key: string, compute: () => Promise<Value>): Promise<Value> {
    if (this.#last?.key === key) return this.#last.value;
    const value = await compute();
    this.#last = { key, value };
    return value;
  }
}
