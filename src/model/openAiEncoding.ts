// OpenAI's encodings as tokenizers, from gpt-tokenizer, each loaded on first use (0.6 to 2.4 MB). They come without
// models: they only count and cut.
import type { OpenAiEncoding } from '../engine/protocol.ts';
import type { Tokenizer } from './tokenizer.ts';
import { pieceOf, placedTokens, textBytes } from './tokenSpans.ts';

/** Text is text: `<|endoftext|>` in it is cut like any other (the library would refuse it). */
const AS_TEXT = { disallowedSpecial: new Set<string>() };

const ENCODINGS = {
  o200k_base: () =>
    Promise.all([import('gpt-tokenizer/encoding/o200k_base'), import('gpt-tokenizer/bpeRanks/o200k_base')]),
  cl100k_base: () =>
    Promise.all([import('gpt-tokenizer/encoding/cl100k_base'), import('gpt-tokenizer/bpeRanks/cl100k_base')]),
  p50k_base: () =>
    Promise.all([import('gpt-tokenizer/encoding/p50k_base'), import('gpt-tokenizer/bpeRanks/p50k_base')]),
  r50k_base: () =>
    Promise.all([import('gpt-tokenizer/encoding/r50k_base'), import('gpt-tokenizer/bpeRanks/r50k_base')]),
} as const satisfies Record<OpenAiEncoding, unknown>;

export async function loadOpenAiEncoding(name: OpenAiEncoding): Promise<Tokenizer> {
  const [{ encode, countTokens }, { default: ranks }] = await ENCODINGS[name]();
  const piece = (id: number) => {
    const entry = ranks[id] ?? [];
    return pieceOf(typeof entry === 'string' ? [...new TextEncoder().encode(entry)] : entry);
  };
  return {
    encode: (text) => placedTokens(encode(text.toWellFormed(), AS_TEXT), piece, textBytes(text)),
    count: (text) => countTokens(text.toWellFormed(), AS_TEXT),
    piece,
    size: ranks.length,
  };
}
