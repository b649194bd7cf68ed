// Remembers token counts by text: each text is counted once, and many texts go out as one question. What it remembers
// takes a bounded part of the memory that all extensions share. Knows no editor.
import type { TokenizerRef } from '../contract/tokens.ts';

export interface TokenCounter<Ref = TokenizerRef> {
  /** The number of tokens of each text, in the order of the texts. */
  count(texts: readonly string[], tokenizer: Ref): Promise<readonly number[]>;
}

/**
 * The characters of all texts that are remembered, 4 MB of memory; the oldest are forgotten first. A book has some
 * million. With every pause in typing a document is a new text, and so are the sections around the caret.
 */
const MAX_CHARACTERS = 2_000_000;
/** A longer text would push out many others, and is hardly ever asked for again. */
const MAX_LENGTH = MAX_CHARACTERS / 10;
/** What a short text takes besides its characters, in characters. */
const ENTRY = 100;

export class CountCache<Ref = TokenizerRef> {
  readonly #counter: TokenCounter<Ref>;
  /** Counts by tokenizer and text. */
  readonly #counts = new Map<string, number>();
  #characters = 0;

  constructor(counter: TokenCounter<Ref>) {
    this.#counter = counter;
  }

  /**
   * In the order of the texts. `counter`: another one that counts the same. Rejects like the counter, and remembers
   * nothing then.
   */
  async count(texts: readonly string[], tokenizer: Ref, counter = this.#counter): Promise<readonly number[]> {
    const key = (text: string) => `${JSON.stringify(tokenizer)}\n${text}`;
    const missing = [...new Set(texts)].filter((text) => !this.#counts.has(key(text)));
    const counted = missing.length ? await counter.count(missing, tokenizer) : [];
    const fresh = new Map(missing.map((text, i) => [text, counted[i]]));
    const answer = texts.map((text) => fresh.get(text) ?? this.#counts.get(key(text)) ?? 0);
    for (const [text, count] of fresh) this.#remember(key(text), count);
    return answer;
  }

  #remember(key: string, count: number): void {
    if (key.length > MAX_LENGTH || this.#counts.has(key)) return;
    this.#counts.set(key, count);
    this.#characters += key.length + ENTRY;
    for (const old of this.#counts.keys()) {
      if (this.#characters <= MAX_CHARACTERS) break;
      this.#counts.delete(old);
      this.#characters -= old.length + ENTRY;
    }
  }
}
