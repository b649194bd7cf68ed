// Keeps the answer to the question that was asked last. Older answers that arrive late are dropped, and the previous
// value stays until the new one is there, so that nothing flickers. Knows no question.
import type { Answer } from './answer.ts';
import { isCancelled } from './questionQueue.ts';

export class Latest<Value> implements Answer<Value> {
  /** An object of its own for every question: the one that was asked before may have had the same key. */
  #asked: { readonly key: string } | undefined;
  #expected: string | undefined;
  #answered: string | undefined;
  value: Value | undefined;
  failure: unknown;

  /**
   * Asks, unless the last question had the same key. `question` gets what tells whether it is still the last one. `done`
   * is called after an answer or a failure, unless another question was asked meanwhile. A question that was cancelled
   * counts as not asked.
   */
  ask(key: string, question: (isLast: () => boolean) => Promise<Value>, done: () => void): void {
    this.#expected = key;
    if (key === this.#asked?.key) return;
    const asked = { key };
    this.#asked = asked;
    const isLast = () => asked === this.#asked;
    const settle = (answer: Value | undefined, failure: unknown) => {
      if (!isLast()) return;
      this.#answered = key;
      this.value = answer;
      this.failure = failure;
      done();
    };
    question(isLast).then(
      (answer) => settle(answer, undefined),
      (failure: unknown) => {
        if (!isCancelled(failure)) settle(undefined, failure);
        else if (isLast()) this.#asked = undefined;
      },
    );
  }

  /** Says what the value would have to answer, where asking has to wait: until then it is not current. */
  expect(key: string): void {
    this.#expected = key;
  }

  /** Whether the value or the failure belongs to the question that was asked or expected last. */
  get isCurrent(): boolean {
    return this.#expected !== undefined && this.#expected === this.#answered;
  }

  /** For another text, of which the old answers would show something false. */
  forget(): void {
    this.#asked = undefined;
    this.#expected = undefined;
    this.#answered = undefined;
    this.value = undefined;
    this.failure = undefined;
  }
}
