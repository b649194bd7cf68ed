// Measures whether a tokenizer has a text in its vocabulary well enough for the words of the guided tour. Pure.
import type { Token } from '../../src/contract/tokens.ts';

/**
 * From this share of broken tokens on the tour's words do not fit. Of the Chinese sample, o200k_base breaks 26 % of its
 * tokens, GPT-2 93 %, a vocabulary without Chinese all; of the English one, none of them breaks any.
 */
const TOO_BROKEN = 0.5;

export interface TourFit {
  /** The number of tokens of the text. */
  readonly tokens: number;
  /** Those that are not whole characters: bytes of one, or what stands for a character that the vocabulary lacks. */
  readonly broken: number;
  /** Whether what the tour says about words can be seen in these tokens. */
  readonly fits: boolean;
}

/** Measured on the tokens and not by the model's name or language, since any model may be set. */
export function tourFit(all: readonly Token[]): TourFit {
  const ofText = all.filter(({ span }) => span.end > span.start); // not what the tokenizer puts in front
  const { length } = ofText.filter(({ text, special }) => text === undefined || special);
  return { tokens: ofText.length, broken: length, fits: length < TOO_BROKEN * ofText.length || length === 0 };
}
