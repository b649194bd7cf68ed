// Keeps the answer to the question that was asked last. Older answers that arrive late are dropped, and the previous
// value stays until the new one is there, so that nothing flickers. Knows no question.
import type { Answer } from './answer.ts';
import { isCancelled } from './questionQueue.ts';

export class Latest<Value> implements Answer<Value> {
  #asked: string | undefined;
  #expected: string | undefined;
  #answered: string | undefined;
  value: Value | undefined;
  failure: unknown;

  /**
   * Asks, unless the last question had the same key. `done` is called after an answer or a failure, unless another
   * question was asked meanwhile. A question that was cancelled counts as not asked.
   */
  ask(key: string, question: () => Promise<Value>, done: () => void): void {
    this.#expected = key;
    if (key === this.#asked) return;
    this.#asked = key;
    question().then(
      (answer) => this.#settle(key, answer, undefined, done),
      (failure: unknown) => {
        if (!isCancelled(failure)) this.#settle(key, undefined, failure, done);
        else if (key === this.#asked) this.#asked = undefined;
      },
    );
  }

  /** Whether the question with this key was asked last. */
  isAsked(key: string): boolean {
    return key === this.#asked;
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

  #settle(key: string, answer: Value | undefined, failure: unknown, done: () => void): void {
    if (key !== this.#asked) return;
    this.#answered = key;
    this.value = answer;
    this.failure = failure;
    done();
  }
}
