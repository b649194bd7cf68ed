// Puts the panel's questions about a run in an order: what the reader has just done, then what is in sight, then the
// rest. The engine answers one at a time, and would go on with whatever it was asked first. Knows no question.
import { isFailure } from '../../src/contract/failure.ts';

/** now: the reader waits for it; soon: it fills what is in sight; later: it takes long, or may be looked at next. */
export type Urgency = 'now' | 'soon' | 'later';
const URGENCIES: readonly Urgency[] = ['now', 'soon', 'later'];

interface Waiting {
  readonly urgency: () => Urgency;
  readonly isWanted: () => boolean;
  /** Asks, and settles the asker's promise; never rejects. Resolves with whether it has to be asked again. */
  readonly begin: () => Promise<boolean>;
  readonly drop: () => void;
}

export class QuestionQueue {
  readonly #waiting: Waiting[] = [];
  readonly #interrupt: () => void;
  readonly #changed: () => void;
  /** Who waits for the last answer. */
  readonly #idle: (() => void)[] = [];
  #asked: Waiting | undefined;
  /** Whether the question that is being answered was told to end. */
  #interrupted = false;

  /**
   * `interrupt` ends the question that is being answered, which then fails with cancelled if it can be ended; `changed` is
   * called when there are more or fewer questions.
   */
  constructor(interrupt: () => void, changed = () => {}) {
    this.#interrupt = interrupt;
    this.#changed = changed;
  }

  /** The number of questions without an answer. */
  get length(): number {
    return this.#waiting.length + (this.#asked ? 1 : 0);
  }

  /** Resolves when no question is left. */
  async idle(): Promise<void> {
    if (this.length > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /**
   * The answer, once all that is more urgent has been answered. One that is no longer wanted when its turn comes is not
   * asked, and fails with cancelled; one that was overtaken while it was being answered is asked anew. The urgency may
   * change while it waits.
   */
  async ask<Answer>(
    urgency: Urgency | (() => Urgency),
    question: () => Promise<Answer>,
    isWanted: () => boolean = () => true,
  ): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const begin = async () => {
      try {
        resolve(await question());
      } catch (failure) {
        if (this.#interrupted && isCancelled(failure) && isWanted()) return true;
        reject(failure);
      }
      return false;
    };
    const drop = () => reject({ code: 'cancelled' });
    const present = typeof urgency === 'function' ? urgency : () => urgency;
    this.#waiting.push({ urgency: present, isWanted, begin, drop });
    this.review();
    return await promise;
  }

  /** To be called when something may have become unwanted: ends what nobody waits for, and goes on with the rest. */
  review(): void {
    const unwanted = this.#waiting.filter(({ isWanted }) => !isWanted());
    for (const one of unwanted) {
      this.#waiting.splice(this.#waiting.indexOf(one), 1);
      one.drop();
    }
    const next = this.#mostUrgent();
    if (!this.#asked) {
      if (next) void this.#begin(next);
    } else if (!this.#interrupted && (!this.#asked.isWanted() || (next && isBefore(next, this.#asked)))) {
      this.#interrupted = true;
      this.#interrupt();
    }
    this.#changed();
    if (this.length === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Of several that are as urgent as one another, the one that was asked first. */
  #mostUrgent(): Waiting | undefined {
    return URGENCIES.map((urgency) => this.#waiting.find((one) => one.urgency() === urgency)).find(Boolean);
  }

  async #begin(one: Waiting): Promise<void> {
    this.#waiting.splice(this.#waiting.indexOf(one), 1);
    this.#asked = one;
    this.#interrupted = false;
    const again = await one.begin();
    this.#asked = undefined;
    if (again) this.#waiting.unshift(one);
    this.review();
  }
}

function isBefore(one: Waiting, other: Waiting): boolean {
  return URGENCIES.indexOf(one.urgency()) < URGENCIES.indexOf(other.urgency());
}

export function isCancelled(thrown: unknown): boolean {
  return isFailure(thrown) && thrown.code === 'cancelled';
}
