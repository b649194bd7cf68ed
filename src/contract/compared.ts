// Compare: the text of a run beside another reading, token by token. Both are plain forward passes unless something is
// changed in one of them. "Ours" is the run's side, "theirs" the other one. Types only.
import type { Span, Token, TokenIndex } from './tokens.ts';
import type { Change } from './whatIf.ts';

/** What the run is held against. */
export type Compared =
  /** Another text, as the run's model reads it. */
  | { readonly kind: 'text'; readonly text: string }
  /** Another run, as a rule that of another model. */
  | { readonly kind: 'run'; readonly run: string }
  /** The run's own text, read with something changed. */
  | { readonly kind: 'changes'; readonly changes: readonly Change[] };

/** Tokens of both sides that stand for one another; where one side has nothing, its span is empty. */
export interface AlignedPiece {
  readonly ours: Span<TokenIndex>;
  readonly theirs: Span<TokenIndex>;
  /** Whether both write the same. */
  readonly isSame: boolean;
}

/** The measures of a model on which it depends what can be compared. */
export interface ComparedShape {
  readonly name: string;
  readonly layers: number;
  readonly heads: number;
  readonly dModel: number;
}

export interface Comparison {
  /** What the other side read. */
  readonly tokens: readonly Token[];
  /** In order; together they hold all tokens of both sides. */
  readonly pieces: readonly AlignedPiece[];
  /**
   * index: texts of as many tokens, by their places; tokens: so that more of them meet their like; text: by
   * the bytes that they stand for, since the vocabularies are not the same.
   */
  readonly alignedBy: 'index' | 'tokens' | 'text';
  /** Whether an id stands for the same token on both sides, so that distributions can be compared. */
  readonly sameVocabulary: boolean;
  /** Whether the same model, loaded once, read both. */
  readonly sameModel: boolean;
  /** What both sides can be asked for: the next token, the one behind a mask, or no token. */
  readonly predicts: 'next' | 'masked' | 'nothing';
  readonly ours: ComparedShape;
  readonly theirs: ComparedShape;
}

/** A token that one side thinks most probable. */
export interface Expected {
  readonly id: number;
  readonly text: string | undefined;
  readonly bytes: readonly number[];
  readonly probability: number;
}

/** Of some pieces in a row. Numbers are NaN where a side has no token, or nothing to compare. */
export interface ComparedPredictions {
  /** The first of these pieces. */
  readonly start: number;
  /**
   * How surprising the piece was to each side, its tokens together: -log2 of its probability. NaN also for a piece that
   * begins with the first token, which nothing predicts. In bits. [pieces] each
   */
  readonly ourBits: Float32Array<ArrayBuffer>;
  readonly theirBits: Float32Array<ArrayBuffer>;
  /**
   * How far apart the two distributions of the token behind the piece are: the Jensen–Shannon divergence, from 0 (the same)
   * to 1 (no token in common). In bits; NaN for different vocabularies. [pieces]
   */
  readonly divergences: Float32Array<ArrayBuffer>;
  /**
   * The Kullback–Leibler divergence from theirs to ours, Σ q log₂ (q / p) with q theirs: what is lost where ours stands for
   * theirs, as a quantised model for the one that it was made of. In bits; NaN for different vocabularies. [pieces]
   */
  readonly losses: Float32Array<ArrayBuffer>;
  /** What each side thinks most probable behind the piece. [pieces] each */
  readonly ourNext: readonly (Expected | undefined)[];
  readonly theirNext: readonly (Expected | undefined)[];
}

/** A token that may come behind a piece; undefined where it is no single token of that side's vocabulary. */
export interface ComparedCandidate {
  readonly text: string | undefined;
  readonly bytes: readonly number[];
  readonly ours: number | undefined;
  readonly theirs: number | undefined;
}

/** The two distributions behind one piece, or where words are asked for behind a mask, of its last token with the mask in its place. */
export interface ComparedNext {
  readonly piece: number;
  /** The most probable ones of both, by the higher of the two probabilities. */
  readonly candidates: readonly ComparedCandidate[];
  /** Entropies, in bits. */
  readonly ourEntropy: number;
  readonly theirEntropy: number;
  /** As in ComparedPredictions; undefined for different vocabularies. */
  readonly divergence: number | undefined;
}
