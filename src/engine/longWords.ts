// Counts words that take long, in threads of their own that can be ended: cutting a word of 10 MB into tokens is one piece of
// work of some seconds, in which no other question would be answered. Knows no document.
import type { Failure } from '../contract/failure.ts';
import type { TokenizerRef } from '../contract/tokens.ts';
import type { LongWordCount } from '../tokenizer/chunkCounts.ts';

/** Those of one version of one text. Each is counted once, whoever asks, until `end` is called. */
export class LongWords {
  /** By tokenizer and word. */
  readonly #counts = new Map<string, Map<string, Promise<number>>>();
  readonly #ended = new AbortController();
  /** One after the other: each takes a thread and the vocabulary. */
  #last: Promise<unknown> = Promise.resolve();

  /** What was asked fails with cancelled. */
  end(): void {
    this.#ended.abort();
  }

  /** The tokenizer has changed. */
  forget(ref: TokenizerRef): void {
    this.#counts.delete(JSON.stringify(ref));
  }

  countBy(ref: TokenizerRef): LongWordCount {
    const key = JSON.stringify(ref);
    const known = this.#counts.get(key) ?? new Map<string, Promise<number>>();
    this.#counts.set(key, known);
    return (word) => {
      const counting = known.get(word) ?? this.#inTurn(() => counted(word, ref, this.#ended.signal));
      known.set(word, counting);
      return counting;
    };
  }

  #inTurn(count: () => Promise<number>): Promise<number> {
    const counting = this.#last.then(count);
    this.#last = counting.catch(() => {}); // its own asker is told
    return counting;
  }
}

/** Fails with cancelled, word-too-long and what the tokenizer fails with. */
async function counted(word: string, tokenizer: TokenizerRef, signal: AbortSignal): Promise<number> {
  if (signal.aborted) throw { code: 'cancelled' } satisfies Failure;
  const { countFiles } = await import('../context/countFiles.ts'); // hardly any text has such a word
  const size = Buffer.byteLength(word);
  const file = { path: 'word', root: 'word', text: word, size };
  const [count] = await countFiles([file], { tokenizer, mostBytes: size, signal, onCounted: () => {} });
  if (signal.aborted || !count) throw { code: 'cancelled' } satisfies Failure;
  if (!count.node) throw { code: 'word-too-long', characters: word.length } satisfies Failure;
  return count.node.tokens;
}
