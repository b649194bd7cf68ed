// Loads every tokenizer once and keeps it until its files are others. Knows no text.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TokenizerRef } from '../contract/tokens.ts';
import { loadOpenAiEncoding } from './openAiEncoding.ts';
import { loadTokenizer, type Tokenizer } from './tokenizer.ts';

/** What a folder's tokenizer may be read from. */
const FILES = ['tokenizer.json', 'tokenizer_config.json', 'vocab.json', 'merges.txt'];
/** A tokenizer is asked for with every count: the files are looked at once in so long. */
const LOOK_MS = 1_000;

interface Loaded {
  readonly tokenizer: Promise<Tokenizer>;
  /** Of the files as they were read; undefined of an encoding, which has none. */
  readonly stamp: string | undefined;
  looked: number;
}

export class LoadedTokenizers {
  readonly #loaded = new Map<string, Loaded>();
  readonly #lookMs: number;

  constructor(lookMs = LOOK_MS) {
    this.#lookMs = lookMs;
  }

  /** The tokenizer that is meant. One that could not be loaded is tried again next time. Fails as loadTokenizer does. */
  async of(ref: TokenizerRef): Promise<Tokenizer> {
    const key = ref.kind === 'openai' ? `openai ${ref.encoding}` : `folder ${ref.folder}`;
    const known = this.#loaded.get(key);
    if (known && (ref.kind === 'openai' || performance.now() - known.looked < this.#lookMs))
      return await known.tokenizer;
    const stamp = ref.kind === 'openai' ? undefined : await stampOf(ref.folder);
    const kept = this.#loaded.get(key); // another may have asked meanwhile
    if (kept?.stamp === stamp && kept) {
      kept.looked = performance.now();
      return await kept.tokenizer;
    }
    const tokenizer = ref.kind === 'openai' ? loadOpenAiEncoding(ref.encoding) : loadTokenizer(ref.folder);
    const loaded: Loaded = { tokenizer, stamp, looked: performance.now() };
    this.#loaded.set(key, loaded);
    tokenizer.catch(() => {
      if (this.#loaded.get(key) === loaded) this.#loaded.delete(key);
    });
    return await tokenizer;
  }
}

const loaded = new LoadedTokenizers();

/** Shared by all of the process; see LoadedTokenizers.of(). */
export async function tokenizerOf(ref: TokenizerRef): Promise<Tokenizer> {
  return await loaded.of(ref);
}

/** Another one where a file was written, replaced, added or taken away. */
async function stampOf(folder: string): Promise<string> {
  const stamps = FILES.map(async (name) => {
    const found = await stat(join(folder, name)).catch(() => undefined);
    return found ? `${found.mtimeMs} ${found.size} ${found.ino}` : 'none';
  });
  return (await Promise.all(stamps)).join();
}
