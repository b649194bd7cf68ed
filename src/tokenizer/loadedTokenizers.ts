// Loads every tokenizer once and keeps it. Knows no text.
import type { TokenizerRef } from '../contract/tokens.ts';
import { loadOpenAiEncoding } from './openAiEncoding.ts';
import { loadTokenizer, type Tokenizer } from './tokenizer.ts';

const loaded = new Map<string, Promise<Tokenizer>>();

/** The tokenizer that is meant. One that could not be loaded is tried again next time. Fails as loadTokenizer does. */
export async function tokenizerOf(ref: TokenizerRef): Promise<Tokenizer> {
  const key = ref.kind === 'openai' ? `openai ${ref.encoding}` : `folder ${ref.folder}`;
  const tokenizer =
    loaded.get(key) ?? (ref.kind === 'openai' ? loadOpenAiEncoding(ref.encoding) : loadTokenizer(ref.folder));
  loaded.set(key, tokenizer);
  tokenizer.catch(() => loaded.delete(key));
  return await tokenizer;
}
