// Texts as tokens: offsets, tokens, and which tokenizer cuts. Types only.

/** Offset into a JavaScript string, in UTF-16 code units. */
export type Utf16Offset = number & { readonly unit: 'utf16' };

/** Offset into the UTF-8 encoding of the same string. */
export type ByteOffset = number & { readonly unit: 'byte' };

/** Place of a token in a run, 0 = first. */
export type TokenIndex = number & { readonly unit: 'token' };

/** Half open: start ≤ x < end. */
export interface Span<Offset> {
  readonly start: Offset;
  readonly end: Offset;
}

export interface Token {
  readonly id: number;
  /** What the token decodes to on its own; undefined where it begins or ends inside a character. */
  readonly text: string | undefined;
  /**
   * What its entry in the vocabulary stands for, in UTF-8: without the marks of its kind (SentencePiece's ▁ is a space,
   * <0xE8> the byte, WordPiece's ## nothing). Joined over all tokens they are the text as the tokenizer reads it: byte for
   * byte the text itself (lone surrogates as U+FFFD) for a byte-level tokenizer that normalizes nothing; with a space in
   * front where one is put there; normalized, and with [UNK] or <unk> for what the vocabulary lacks, in others. WordPiece
   * drops the white space between words.
   */
  readonly bytes: readonly number[];
  /** Where it stands in the text. Within a character that was not normalized bytes are told apart. */
  readonly byteSpan: Span<ByteOffset>;
  /**
   * The whole characters it stands for, in the explained text: tokens that share a character, or characters that were
   * normalized together, overlap here. Empty where it stands for nothing that was written: <s> in front of the text, a
   * ▁ that SentencePiece puts there. In order; only what a normalizer or a splitter at white space drops is in no token.
   */
  readonly span: Span<Utf16Offset>;
  /** An added token such as <|endoftext|>, not made by merges. */
  readonly special: boolean;
}

/** Which tokenizer counts: a model folder's tokenizer.json, or one of OpenAI's encodings. */
export type TokenizerRef =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'openai'; readonly encoding: OpenAiEncoding };

export type OpenAiEncoding = 'o200k_base' | 'cl100k_base' | 'p50k_base' | 'r50k_base';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}
