// BERT's WordPiece in a GGUF file's metadata as the steps of a tokenizer.json. llama.cpp writes what begins a word with a mark,
// and what continues it without; BERT has it the other way. Knows no text.
import type { Metadata } from '../../checkpoint/gguf/metadata.ts';
import type { JsonObject } from '../../checkpoint/jsonFile.ts';
import { CLASSIFYING, frameAround } from './frame.ts';
import { KIND, type ListedToken, vocabularyOf } from './listedToken.ts';

const MARK = '▁';
/** Of all of BERT's vocabularies, where the file does not name it. */
const UNKNOWN = '[UNK]';
const BRACKETS = /^\[.+\]$/;

/**
 * Words are cut as Hugging Face's library does, whose ids count: llama.cpp has no longest word, and takes off more marks than
 * accents. Fails with gguf-header.
 */
export function wordPieceSteps(metadata: Metadata, listed: readonly ListedToken[]): JsonObject {
  const tokens = listed.map((token) => ({ ...token, text: writtenByBert(token) }));
  const unknown = metadata.number('tokenizer.ggml.unknown_token_id');
  return {
    normalizer: {
      ...{ type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true },
      lowercase: metadata.flag('tokenizer.ggml.normalizer.lowercase') ?? !hasCapitals(tokens),
      strip_accents: metadata.flag('tokenizer.ggml.normalizer.strip_accents') ?? null, // as `lowercase`
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
    post_processor: frameAround(metadata, tokens, CLASSIFYING),
    model: {
      type: 'WordPiece',
      vocab: vocabularyOf(tokens),
      unk_token: unknown === undefined ? UNKNOWN : tokens[unknown]?.text,
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
    },
  };
}

/**
 * '▁read' → 'read', 'ing' → '##ing'. The mark by itself continues a word: a word of no characters begins nowhere. Older files, and
 * Ollama's, have no mark in front of what stands in brackets, [unused7], which continues no word.
 */
function writtenByBert({ text, kind }: ListedToken): string {
  if (text.startsWith(MARK) && text !== MARK) return text.slice(MARK.length);
  return kind === KIND.normal && !BRACKETS.test(text) ? `##${text}` : text;
}

/** Files from before the key was written say nothing. */
function hasCapitals(tokens: readonly ListedToken[]): boolean {
  return tokens.some(({ text, kind }) => kind === KIND.normal && !BRACKETS.test(text) && /[A-Z]/.test(text));
}
