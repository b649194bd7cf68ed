// What mattered for a prediction, measured by reading the text again without a part of it. Types only.
import type { Span, TokenIndex } from './tokens.ts';

/** What is asked about: how probable the model found it. */
export type Outcome =
  /** One token behind `after`, whether it stands there or not. */
  | { readonly kind: 'next'; readonly after: TokenIndex; readonly id: number }
  /** The tokens of a span of the run, as a whole: its logarithmic probabilities are summed. */
  | { readonly kind: 'continuation'; readonly span: Span<TokenIndex> };

/**
 * hide: the tokens stay, and no token behind them attends to them (Geva et al. 2023). leaveOut: the text is cut again
 * without these characters, so that what is left stands elsewhere and may be other tokens.
 */
export type RemovalMode = 'hide' | 'leaveOut';

export interface MatteredQuestion {
  readonly outcome: Outcome;
  readonly mode: RemovalMode;
}

/**
 * What a part of the text is. message: what stands between two special tokens; group: some neighbours of many; special: tokens
 * that are in no other part, since nobody has written them.
 */
export type TextPartKind = 'message' | 'paragraph' | 'line' | 'sentence' | 'word' | 'group' | 'special';

/** One of a list of parts, in which parents stand before their parts. */
export interface TextSpan {
  readonly span: Span<TokenIndex>;
  readonly kind: TextPartKind;
  /** The place in the list of the part that this one is a part of; undefined for the first ones. */
  readonly parent: number | undefined;
}

export interface MatteredPart extends TextSpan {
  /**
   * By how many bits the outcome is less probable without this part; below 0 where it is more probable. undefined where
   * it is not measured (yet), or cannot be: the token that the prediction is read from always sees itself.
   */
  readonly bits: number | undefined;
  /** The share of attention that falls on it, over all layers and heads, from where the outcome is predicted. 0 to 1 */
  readonly attention: number;
  /**
   * Where the share of attention among the parts of the same parent is at least twice the share of what was measured, or
   * the other way round, and the larger of both is at least a fifth. Attention is no measure of what matters.
   */
  readonly disagrees: 'attended' | 'mattered' | undefined;
}

export interface Mattered {
  /** The surprisal of the outcome as the model read the text, in bits. */
  readonly bits: number;
  /**
   * The share of attention that rests on the first token, where it is so large that the token is where heads rest which
   * have nothing to look at (an attention sink: Xiao et al. 2023, https://arxiv.org/abs/2309.17453). Hidden, it would break
   * the model, and not tell what the word said: it stays in sight and is in no part. undefined where it is no sink.
   */
  readonly sink: number | undefined;
  /** Parents before their parts; in order otherwise. */
  readonly parts: readonly MatteredPart[];
  /** How often the text was read again, and how many readings are sure to come; finer parts may add some. */
  readonly readings: number;
  readonly left: number;
  /** What those are expected to take, from how long the first reading of the text took. */
  readonly leftMs: number;
}
