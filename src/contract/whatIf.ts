// What if: the run's text read again with something changed inside the model or in the text, beside what the model did
// without it. Everything here was measured. Types only.
import type { NextTokens, SamplingOptions } from './readings.ts';
import type { Span, TokenIndex } from './tokens.ts';

/** A part of the model that adds to the residual stream. */
export type ModelPart =
  | { readonly kind: 'head'; readonly layer: number; readonly head: number }
  | { readonly kind: 'attention'; readonly layer: number }
  | { readonly kind: 'mlp'; readonly layer: number }
  /** What is read from a state beside attention; of a layer that has a state only, that is its attention. */
  | { readonly kind: 'state'; readonly layer: number };

export type Change =
  /** What the part returns is multiplied: 0 switches it off, 1 changes nothing. */
  | { readonly kind: 'scale'; readonly part: ModelPart; readonly factor: number }
  /** It is set to its mean over the unchanged text, at all positions. */
  | { readonly kind: 'mean'; readonly part: ModelPart }
  /**
   * The tokens of the span are hidden from the attention of all behind them, or of one: in all layers or one, all heads of
   * it or one. An edge of attention is a span of one token with query, layer and head.
   */
  | {
      readonly kind: 'hide';
      readonly span: Span<TokenIndex>;
      readonly query?: TokenIndex;
      readonly layer?: number;
      readonly head?: number;
    }
  /** The layer's router may not choose the expert, at one token or at all: the next best is chosen in its place. */
  | { readonly kind: 'expert'; readonly layer: number; readonly expert: number; readonly token?: TokenIndex }
  /** Another token stands there; the others stay where they are. */
  | { readonly kind: 'token'; readonly token: TokenIndex; readonly id: number }
  /** `strength` times a direction is added to the stream before a block (steering), at one token or at all. */
  | {
      readonly kind: 'direction';
      readonly layer: number;
      readonly token?: TokenIndex;
      readonly direction: Direction;
      readonly strength: number;
    }
  /**
   * What a part returned, or the stream before a block, is replaced by what it was in another text (patching): at one token,
   * or, without one, at each from the same place of the other text, as far as both reach.
   */
  | {
      readonly kind: 'copy';
      readonly what: CopiedPart;
      readonly token?: TokenIndex;
      /** `masked` is a place of that text that is read with the mask in its place. */
      readonly from: { readonly text: string; readonly token?: TokenIndex; readonly masked?: TokenIndex };
    };

export type CopiedPart = ModelPart | { readonly kind: 'residual'; readonly layer: number };

export type Direction =
  /** A token's row of the table through which texts come in, or of the one that logits are read from. */
  | { readonly kind: 'embedding'; readonly id: number }
  | { readonly kind: 'unembedding'; readonly id: number }
  /** Before the block that it is added to: the last token of one text, minus that of another. */
  | { readonly kind: 'texts'; readonly toward: string; readonly away: string }
  /** As it is, such as one that was saved, by this name. A list, since it is kept and saved with others. [d] */
  | { readonly kind: 'vector'; readonly values: readonly number[]; readonly name?: string };

export interface WhatIfQuestion {
  readonly changes: readonly Change[];
  /** What is predicted behind this token. */
  readonly after: TokenIndex;
  readonly k: number;
  readonly sampling: SamplingOptions;
}

export interface WhatIf {
  readonly before: NextTokens;
  readonly after: NextTokens;
  /** How far apart the two distributions are: Σ p log₂ (p / q), p before, q after. In bits */
  readonly divergence: number;
  /** The blocks that were run again, counted by token, as a share of those of the whole text. */
  readonly computed: number;
  readonly ms: number;
}

/** How surprising every token of the text is, before and after; index 0 is 0. [tokens] each */
export interface WhatIfSurprisals {
  readonly before: Float32Array<ArrayBuffer>;
  readonly after: Float32Array<ArrayBuffer>;
}

/** A token that one of the two models went on with. */
export interface FollowingToken {
  readonly id: number;
  readonly text: string | undefined;
  readonly bytes: readonly number[];
  readonly probability: number;
}

/** How the text goes on, drawn with the same random numbers. Ends early where the model ends a text. */
export interface WhatIfTexts {
  readonly before: readonly FollowingToken[];
  readonly after: readonly FollowingToken[];
}
