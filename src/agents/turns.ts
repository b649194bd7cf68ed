// Lets a few calls work at a time and others wait, in order. Knows no tool.
import type { Failure } from '../contract/failure.ts';
import { Refusal } from './refusal.ts';

export class Turns {
  readonly #most: number;
  readonly #mostWaiting: number;
  #working = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(most: number, mostWaiting: number) {
    this.#most = most;
    this.#mostWaiting = mostWaiting;
  }

  /** Fails with a Refusal where too many wait, and with cancelled where it is cancelled while it waits. */
  async take<Answer>(signal: AbortSignal, work: () => Promise<Answer>): Promise<Answer> {
    if (signal.aborted) throw { code: 'cancelled' } satisfies Failure;
    if (this.#working >= this.#most) await this.#wait(signal);
    else this.#working++;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#working--;
    }
  }

  /** Resolves with the turn of one that has ended. */
  async #wait(signal: AbortSignal): Promise<void> {
    if (this.#waiting.length >= this.#mostWaiting) {
      throw new Refusal(`${this.#waiting.length} calls are waiting already. Wait for their answers, then ask again.`);
    }
    await new Promise<void>((resolve, reject) => {
      const begin = () => {
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(begin), 1);
        reject({ code: 'cancelled' } satisfies Failure);
      };
      this.#waiting.push(begin);
      signal.addEventListener('abort', leave, { once: true });
    });
  }
}
