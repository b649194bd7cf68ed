// Texts as tokens: offsets, tokens, and the tokenizer that makes them. Types only.

/** An offset into a JavaScript string, in UTF-16 code units. */
export type Utf16Offset = number & { readonly unit: 'utf16' };

/** An offset into the UTF-8 encoding of the same string. */
export type ByteOffset = number & { readonly unit: 'byte' };

/** The position of a token in a run, 0 = first. */
export type TokenIndex = number & { readonly unit: 'token' };

/** A half-open range: start ≤ x < end. */
export interface Span<Offset> {
  readonly start: Offset;
  readonly end: Offset;
}

export interface Token {
  readonly id: number;
  /** What the token decodes to on its own; undefined where it begins or ends inside a character. */
  readonly text: string | undefined;
  /**
   * What its vocabulary entry stands for, in UTF-8, without the tokenizer's own marks (SentencePiece's ▁ is a space,
   * <0xE8> the byte, WordPiece's ## nothing). Joined over all tokens they are the text as the tokenizer reads it. A
   * byte-level tokenizer without a normalizer gives back the text itself, byte for byte (lone surrogates as U+FFFD),
   * with a space in front where the tokenizer puts one. Others give the normalized text, with [UNK] or <unk> for what
   * the vocabulary lacks; WordPiece drops the white space between words.
   */
  readonly bytes: readonly number[];
  /**
   * Where the token is in the text. Where a character was not normalized, tokens that share it have their own bytes of
   * it.
   */
  readonly byteSpan: Span<ByteOffset>;
  /**
   * The whole characters of the explained text that it stands for: tokens that share a character, or characters that
   * were normalized together, overlap here. The span is empty where the token stands for nothing that was written, such
   * as <s> in front of the text or a ▁ that SentencePiece puts there. Spans are in order, and together they cover the
   * text but for what a normalizer or pre-tokenizer drops.
   */
  readonly span: Span<Utf16Offset>;
  /** Whether it is an added token such as <|endoftext|>, which no merges make. */
  readonly special: boolean;
}

/** A token of a part of a document. Where it is in the UTF-8 of the document is not known. */
export type PlacedToken = Omit<Token, 'byteSpan'>;

/** A tokenizer: that of a model folder's tokenizer.json, or one of OpenAI's encodings. */
export type TokenizerRef =
  | { readonly kind: 'folder'; readonly folder: string }
  | { readonly kind: 'openai'; readonly encoding: OpenAiEncoding };

/** A language model that VS Code offers, as vendor/id. It says how many tokens a text has, and not which. */
export interface LanguageModelRef {
  readonly kind: 'languageModel';
  readonly model: string;
}

/** Whoever can say how many tokens a text has. */
export type CounterRef = TokenizerRef | LanguageModelRef;

/** Newest first. */
export const OPENAI_ENCODINGS = ['o200k_base', 'cl100k_base', 'p50k_base', 'r50k_base'] as const;
export type OpenAiEncoding = (typeof OPENAI_ENCODINGS)[number];

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}
