// The answer to the question that was asked last: older answers that arrive late are dropped, and what is shown stays
// until the new one is there. Knows no question.

export class Latest<Answer> {
  #asked = '';
  #answered = '';
  value: Answer | undefined;
  failure: unknown;

  /** Asks unless this was asked last. `key` tells questions apart; `done` is called when the answer is in. */
  ask(key: string, question: () => Promise<Answer>, done: () => void): void {
    if (key === this.#asked) return;
    this.#asked = key;
    question().then(
      (answer) => this.#settle(key, answer, undefined, done),
      (failure: unknown) => this.#settle(key, undefined, failure, done),
    );
  }

  /** The value belongs to the question that was asked last. */
  get isCurrent(): boolean {
    return this.#asked === this.#answered;
  }

  /** Another text: what was answered is of no use. */
  forget(): void {
    this.#asked = '';
    this.#answered = '';
    this.value = undefined;
    this.failure = undefined;
  }

  #settle(key: string, answer: Answer | undefined, failure: unknown, done: () => void): void {
    if (key !== this.#asked) return;
    this.#answered = key;
    this.value = answer;
    this.failure = failure;
    done();
  }
}
