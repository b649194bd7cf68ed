// Remembers token counts by text: each text is counted once, and many texts go out as one question. Knows no editor.
import type { TokenizerRef } from '../contract/tokens.ts';

export interface TokenCounter {
  /** The number of tokens of each text, in the order of the texts. */
  count(texts: readonly string[], tokenizer: TokenizerRef): Promise<readonly number[]>;
}

/** The number of texts that are remembered; the oldest are forgotten first. A book has some 5,000 paragraphs. */
const LIMIT = 20_000;

export class CountCache {
  readonly #counter: TokenCounter;
  readonly #counts = new Map<string, number>();

  constructor(counter: TokenCounter) {
    this.#counter = counter;
  }

  /** In the order of the texts. Rejects like the counter, and remembers nothing then. */
  async count(texts: readonly string[], tokenizer: TokenizerRef): Promise<readonly number[]> {
    const key = (text: string) => `${JSON.stringify(tokenizer)}\n${text}`;
    const missing = [...new Set(texts)].filter((text) => !this.#counts.has(key(text)));
    const counted = missing.length ? await this.#counter.count(missing, tokenizer) : [];
    const fresh = new Map(missing.map((text, i) => [text, counted[i]]));
    const answer = texts.map((text) => fresh.get(text) ?? this.#counts.get(key(text)) ?? 0);
    for (const [text, count] of fresh) this.#counts.set(key(text), count);
    for (const old of this.#counts.keys()) {
      if (this.#counts.size <= LIMIT) break;
      this.#counts.delete(old);
    }
    return answer;
  }
}
