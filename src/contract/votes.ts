// Why a token is predicted: what each part of the model wrote in its direction. Types only; src/explain/votes.ts says how
// the logit is split.
import type { BesideAttention, LayerKind } from './layerShapes.ts';
import type { TextSpan } from './mattered.ts';
import type { Matrix } from './readings.ts';
import type { TokenIndex } from './tokens.ts';

export interface VoteQuestion {
  /** The logit is that of what comes after this position. */
  readonly position: TokenIndex;
  /** An id of the vocabulary. */
  readonly target: number;
  /** With it, the votes are for the target and against this id: they sum to the difference of two logits. */
  readonly other?: number | undefined;
}

/** Votes are signed shares of one logit, or of the difference of two; together they are `sum`. */
export interface TokenVotes {
  readonly position: TokenIndex;
  readonly target: VotedToken;
  readonly other: VotedToken | undefined;
  /** Of the token's row of the embedding table. */
  readonly tokenEmbedding: number;
  /** Of its position's; 0 where no positions are added. */
  readonly positionEmbedding: number;
  /** How each layer mixes its tokens, and how many heads it has for that; a convolution counts as one. [layers] */
  readonly mixing: readonly { readonly kind: LayerKind; readonly heads: number }[];
  /** Of attention's heads, or of those that stand in its place; 0 for heads that a layer lacks. [layers, heads] */
  readonly heads: Matrix;
  /** The same by the token that was read, which sums to `heads`. [layers · heads, keys that the position sees] */
  readonly headsByKey: Matrix;
  /**
   * The parts of what the position sees, as those of what mattered but for words, in the order of the text. Those of one parent
   * cover it, and the first ones all tokens, so that votes of spans sum to those of the heads. Empty for one short sentence.
   */
  readonly spans: readonly TextSpan[];
  /**
   * Of the biases behind each layer's heads, 0 where there are none; in the place of attention of what passes the state by, too.
   * [layers]
   */
  readonly attentionBiases: Float32Array<ArrayBuffer>;
  /** Of what each layer adds beside attention; undefined where none does. */
  readonly beside: VotesBeside | undefined;
  /** [layers] */
  readonly mlps: Float32Array<ArrayBuffer>;
  /** Of the biases of norms on the stream, and of the unembedding; 0 where there are none. */
  readonly normBias: number;
  readonly unembeddingBias: number;
  readonly sum: number;
  /** As the model computes it, before any cap: `sum`, but for rounding and what quantised weights cost. */
  readonly logit: number;
  /** What the model makes of the logit, or of the two, where it keeps logits within ± `cap`; undefined where it does not. */
  readonly capped: { readonly cap: number; readonly logit: number } | undefined;
}

export interface VotesBeside {
  readonly kind: BesideAttention;
  /** Of a state's heads, as above; without columns where it is no state. [layers, heads] */
  readonly heads: Matrix;
  readonly headsByKey: Matrix;
  /** Of all else beside attention: biases, and what passes the state by. [layers] */
  readonly votes: Float32Array<ArrayBuffer>;
}

export interface VotedToken {
  readonly id: number;
  readonly text: string | undefined;
  readonly bytes: readonly number[];
  /** softmax(logits) after the position */
  readonly probability: number;
}
