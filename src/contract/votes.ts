// Why a token is predicted: what each part of the model wrote in its direction. Types only; src/explain/votes.ts says how
// the logit is split.
import type { BesideAttention } from './layerShapes.ts';
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
  /** [layers, heads] */
  readonly heads: Matrix;
  /** The same by the token that was read, which sums to `heads`. [layers · heads, position + 1] */
  readonly headsByKey: Matrix;
  /** The layers that have no heads but mix tokens in another way. */
  readonly headless: readonly number[];
  /** Of the biases behind each layer's heads, 0 where there are none; of a layer without heads, of what stands in their place. [layers] */
  readonly attentionBiases: Float32Array<ArrayBuffer>;
  /** Of what each layer adds beside its heads; undefined where none does. votes [layers] */
  readonly beside: { readonly kind: BesideAttention; readonly votes: Float32Array<ArrayBuffer> } | undefined;
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

export interface VotedToken {
  readonly id: number;
  readonly text: string | undefined;
  readonly bytes: readonly number[];
  /** softmax(logits) after the position */
  readonly probability: number;
}
