// Two texts as one vector each, and how alike they are to the model. Types only; src/explain/sentences.ts says how the cosine is
// split.
import type { Matrix } from './readings.ts';
import type { Token } from './tokens.ts';

/** How the vectors of all tokens become one: the first one's, the last one's, their mean, or the largest of each component. */
export type Pooling = 'cls' | 'last' | 'mean' | 'max';

export interface SentenceQuestion {
  /** The text that the run's is held against. */
  readonly other: string;
  /** Without it the one that the model's folder names. */
  readonly pooling?: Pooling | undefined;
}

export interface SentencePair {
  /** Both texts as they were read, with what the tokenizer puts around them. */
  readonly tokens: readonly Token[];
  readonly otherTokens: readonly Token[];
  readonly pooling: Pooling;
  /** The one that the model's folder names in 1_Pooling/config.json; undefined where it names none. */
  readonly ownPooling: Pooling | undefined;
  /** The width of the vector, and its maps behind the pooling. */
  readonly width: number;
  readonly maps: number;
  /** Of the two texts' vectors. */
  readonly cosine: number;
  /** The cosine of every two tokens' vectors. [tokens, otherTokens] */
  readonly cosines: Matrix;
  /**
   * What each pair of tokens adds to the cosine; all of them sum to it. undefined where the vector is no sum of the tokens'.
   * [tokens, otherTokens]
   */
  readonly shares: Matrix | undefined;
}
