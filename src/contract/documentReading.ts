// A whole document as the model reads it, of any length: in windows that each fit its context. How surprising every token
// was to it, and what it expected in its place. Types only.
import type { Expected } from './compared.ts';
import type { EngineOptions } from './engineOptions.ts';
import type { TokenIndex } from './tokens.ts';

export interface DocumentRequest {
  /** The same for the document's next text: what did not change is not read again. */
  readonly run: string;
  readonly modelFolder: string;
  readonly options?: EngineOptions;
  readonly text: string;
}

/**
 * How a document is cut into windows. The first one predicts all of its tokens but the first; every later one begins `stride`
 * tokens behind the one before, and predicts the last `stride` of its `length` tokens. Where there is so much text, each
 * token is so predicted from length − stride tokens at least, which is half a window.
 */
export interface Windows {
  readonly length: number;
  readonly stride: number;
}

export interface DocumentSummary {
  /** The number of tokens that the model chooses from. */
  readonly vocabSize: number;
  /** The number of the document's tokens, without those that the tokenizer puts in front (<s>). */
  readonly tokens: number;
  readonly windows: Windows;
}

/** What is known of some tokens in a row. [count] each */
export interface SurprisalPart {
  readonly first: TokenIndex;
  readonly ids: Uint32Array<ArrayBuffer>;
  /** Where each token begins and ends in the text, in UTF-16 units; tokens that share a character overlap. */
  readonly starts: Uint32Array<ArrayBuffer>;
  readonly ends: Uint32Array<ArrayBuffer>;
  /** −log2 of the token's probability. NaN for a first token that nothing predicts. */
  readonly bits: Float32Array<ArrayBuffer>;
  /** How many tokens were more probable; NaN where bits are. */
  readonly ranks: Float32Array<ArrayBuffer>;
}

export interface DocumentSurprisals {
  /** What became known since the last answer, in the order in which it was read. */
  readonly parts: readonly SurprisalPart[];
  /** The number of tokens that are not read yet. */
  readonly left: number;
  /** Of these, how many are in the windows of the part in sight. */
  readonly leftInSight: number;
}

/** What the model expected in the place of a token, beside the token that is there. */
export interface TokenPrediction {
  /** How many tokens it was predicted from, those in front of the text included. */
  readonly context: number;
  readonly bits: number;
  /** The token that is there; rank 0 is the most probable one. */
  readonly actual: Expected & { readonly rank: number };
  /** Most probable first. */
  readonly candidates: readonly Expected[];
  /** How unsure the model was, in bits. */
  readonly entropyBits: number;
}
