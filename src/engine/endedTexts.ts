// The sequences of texts that nobody asks about just now: those whose runs have ended, or the other texts that a run was
// held against. Who explains a text again, or goes on writing it, wants what was read of it. Knows no tokens, and not who
// asks.

import type { Sequence } from '../transformer/sequence.ts';
import type { LoadedModel } from './models.ts';

/** A text as a model has read it. */
export interface ReadText {
  readonly model: LoadedModel;
  readonly sequence: Sequence;
  /** The number of tokens of the user's text; those after them are generated. */
  readonly promptLength: number;
  /** How long reading those takes. */
  readonly wholeMs: number;
}

/** The panel and the side view each have one text at a time; a direction lies between two. */
const MOST_TEXTS = 2;
/** All of them together: 2,300 tokens of GPT-2 small, or more where the model itself takes more. */
const MOST_BYTES = 256 * 2 ** 20;
const MOST_OF_WEIGHTS = 1 / 4;
/** Of the memory that is free when a run ends. */
const MOST_OF_FREE = 1 / 2;

export class EndedTexts {
  /** The one that ended last is the last. */
  #texts: { readonly model: Promise<LoadedModel>; readonly text: ReadText }[] = [];
  readonly #released = new WeakSet<Promise<LoadedModel>>();
  readonly #mostBytes: (model: LoadedModel) => number;

  constructor(mostBytes = bytesFor) {
    this.#mostBytes = mostBytes;
  }

  /** Keeps a text that nobody uses any longer, and lets older ones go where there are too many or they take too much. */
  keep(model: Promise<LoadedModel>, text: ReadText): void {
    if (this.#released.has(model) || text.sequence.length === 0) return;
    this.#texts.push({ model, text });
    const most = this.#mostBytes(text.model);
    while (this.#texts.length > MOST_TEXTS || this.bytes > most) this.#texts.shift();
  }

  /** Those of a model. They stay its owner's until they are taken. */
  of(model: Promise<LoadedModel>): readonly ReadText[] {
    return this.#texts.filter((one) => one.model === model).map(({ text }) => text);
  }

  /** From now on it is the taker's. */
  take(text: ReadText): void {
    this.#texts = this.#texts.filter((one) => one.text !== text);
  }

  /** Lets all of them go: another model needs the memory. */
  clear(): void {
    this.#texts = [];
  }

  /** The same for those of a model that is about to be released, also for those that were still to come. */
  release(model: Promise<LoadedModel>): void {
    this.#released.add(model);
    this.#texts = this.#texts.filter((one) => one.model !== model);
  }

  get bytes(): number {
    return this.#texts.reduce((sum, { text }) => sum + text.sequence.bytes, 0);
  }
}

function bytesFor({ info: { keptBytes = 0 } }: LoadedModel): number {
  return Math.min(Math.max(MOST_BYTES, keptBytes * MOST_OF_WEIGHTS), process.availableMemory() * MOST_OF_FREE);
}
