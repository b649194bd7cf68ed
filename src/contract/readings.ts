// The answers to EngineApi's questions about the details of a run, which the panel's stops show. Types only.
import type { BesideAttention } from './layerShapes.ts';
import type { Span, Token, TokenIndex } from './tokens.ts';

/** The byte-pair merges that made a token, in the order in which they were made. */
export interface MergeReplay {
  readonly token: TokenIndex;
  /** What merging begins with: single bytes, or the bytes of single characters. parts[part] */
  readonly parts: readonly (readonly number[])[];
  /**
   * They join all parts. Empty where there is one part only, and where no merges make the token, as a special one;
   * undefined where the tokenizer does not work by merging pairs.
   */
  readonly merges: readonly MergeStep[] | undefined;
  /** The tokens of the same word of the pre-tokenizer, across whose ends nothing is merged. */
  readonly word: Span<TokenIndex>;
}

export interface MergeStep {
  /** Index of the left part among the parts before this merge; it is joined with the next one. */
  readonly part: number;
  /** The merge's place in the tokenizer's list, 0 = learnt first. */
  readonly rank: number;
}

/** A vocabulary entry whose embedding is close to another's. */
export interface Neighbour {
  readonly id: number;
  readonly text: string | undefined;
  readonly bytes: readonly number[];
  /** The cosine of the two rows of the embedding table. */
  readonly cosine: number;
}

/** The tokens whose embeddings are closest to another's, closest first. */
export interface Neighbours {
  /** Of the whole vocabulary. */
  readonly all: readonly Neighbour[];
  /** Of those that training saw often enough (explain/rareTokens.ts); undefined where that cannot be told. */
  readonly trained: readonly Neighbour[] | undefined;
  /** Whether training hardly saw the token itself. */
  readonly isRare: boolean;
}

/**
 * pca: the two directions of largest variance (principal component analysis); umap: neighbours stay neighbours (McInnes
 * et al. 2018).
 */
export type MapMethod = 'pca' | 'umap';

/** Rows of the embedding table as points of a plane. */
export interface EmbeddingMap {
  readonly points: readonly MapPoint[];
  /** pca: each direction's share of the variance of these points. Empty for umap. */
  readonly shares: readonly number[];
}

export interface MapPoint {
  readonly id: number;
  readonly text: string | undefined;
  readonly bytes: readonly number[];
  readonly x: number;
  readonly y: number;
  /** Index of the group that was asked for; -1 = a token of the text; undefined = one of the vocabulary's first. */
  readonly group: number | undefined;
}

/** The table of learnt positions as far as the text reaches, at most the first 512. */
export interface Positions {
  /** [tokens, d] */
  readonly table: Matrix;
  /** The cosine of every two of them. [tokens, tokens] */
  readonly similarity: Matrix;
}

/**
 * How rotary position embeddings rotate one head's query at one position, one pair of components at a time (Su et al.
 * 2021, §3.2).
 */
export interface QueryRotation {
  /** The angle by which each pair is rotated per position, in radians. [pairs] */
  readonly frequencies: Float32Array<ArrayBuffer>;
  /** The query's pairs before the rotation: all first components, then all second ones. [2, pairs] */
  readonly unrotated: Matrix;
}

/** One query against all keys, in one head: softmax(scores) = weights, Σ weights · values = mixed, gate ⊙ mixed = passed. */
export interface HeadDetail {
  readonly query: Float32Array<ArrayBuffer>; // [d_head]
  readonly keys: Matrix; // [token + 1, d_head]
  readonly values: Matrix; // [token + 1, d_head]
  /** The scaled scores that go into the softmax. [token + 1] */
  readonly scores: Float32Array<ArrayBuffer>;
  readonly weights: Float32Array<ArrayBuffer>;
  /** The head's output, before the output projection and before a gate. [d_head] */
  readonly mixed: Float32Array<ArrayBuffer>;
  /** The gate behind the head, and what passes it; undefined where there is none. [d_head] each */
  readonly gate?: { readonly values: Float32Array<ArrayBuffer>; readonly passed: Float32Array<ArrayBuffer> };
}

/** Scores from 0 to 1 at [layer * heads + head]; explain/headScores.ts defines them. */
export interface HeadScoreTable {
  readonly layers: number;
  readonly heads: number;
  readonly previousToken: Float32Array<ArrayBuffer>;
  readonly firstToken: Float32Array<ArrayBuffer>;
  readonly sameToken: Float32Array<ArrayBuffer>;
  readonly induction: Float32Array<ArrayBuffer>;
}

export interface HiddenUnit {
  readonly unit: number;
  readonly activation: number;
  /** Of which expert it is; undefined in an MLP. */
  readonly expert?: number | 'shared';
}

export interface AddedBeside extends Added {
  readonly kind: BesideAttention;
}

/** The length of what is added, and its cosine with the stream that it is added to. */
export interface Added {
  readonly norm: number;
  readonly cosine: number;
}

/** What one block does to one token's residual stream. */
export interface BlockContribution {
  /** The Euclidean lengths of the stream before the block, of what attention adds and of what the feed-forward adds. */
  readonly residualNorm: number;
  readonly attentionNorm: number;
  readonly mlpNorm: number;
  /** The cosine between what is added and the stream that it is added to. */
  readonly attentionCosine: number;
  readonly mlpCosine: number;
  /** The same of what is added beside attention, which is then not counted to attention. */
  readonly beside?: AddedBeside | undefined;
  /** Of a model with several streams, what mixing them changes in the active one, which all the rest is about. */
  readonly mixing?: Added | undefined;
  /** The feed-forward's hidden units that are most active, strongest first. */
  readonly units: readonly HiddenUnit[];
  /** How many there are; of a mixture of experts, in those that the token got. */
  readonly hiddenUnits: number;
  /** The stream before attention, of several what mixing has made of the shown one, and the same after the layer norm. [d] */
  readonly normInput: Float32Array<ArrayBuffer>;
  readonly normOutput: Float32Array<ArrayBuffer>;
}

/** The logit lens: what the model would predict after every layer (nostalgebraist 2020). */
export interface LogitLens {
  readonly start: TokenIndex;
  /** rows[layer][token - start]; layer 0 = before the first block, the last one = the model's own prediction. */
  readonly rows: readonly (readonly LensCell[])[];
}

export interface LensCell {
  readonly id: number;
  readonly text: string | undefined;
  readonly bytes: readonly number[];
  readonly probability: number;
}

/** How the model predicted every token from the ones before it. Nothing predicts the first: index 0 is 0. */
export interface Surprisals {
  /** -log2 of the token's probability. [tokens] */
  readonly bits: Float32Array<ArrayBuffer>;
  /** How many tokens were more probable; 0 = it was the most probable one. [tokens] */
  readonly ranks: Float32Array<ArrayBuffer>;
}

export interface NgramGuess {
  readonly id: number;
  readonly text: string | undefined;
  readonly bytes: readonly number[];
  readonly count: number;
  readonly probability: number;
}

/** What followed the last token, and the last two tokens, elsewhere in the counted text. */
export interface NgramGuesses {
  readonly tokensCounted: number;
  readonly bigram: readonly NgramGuess[];
  readonly trigram: readonly NgramGuess[];
}

/** Row-major: values[row * columns + column]. The array owns its buffer. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array<ArrayBuffer>;
}

/** One head of one layer (0-based), or the mean or maximum over that layer's heads. */
export interface HeadRef {
  readonly layer: number;
  readonly head: number | 'mean' | 'max';
}

/**
 * What one token attends to in every head: values[(layer * heads + head) * keys + key], each row sums to 1. keys = token + 1, or
 * all tokens where the text is read in both directions.
 */
export interface AttentionRows {
  readonly token: TokenIndex;
  readonly layers: number;
  readonly heads: number;
  readonly values: Float32Array<ArrayBuffer>;
}

/** All heads' attention, mean-pooled to squares: values[((layer * heads + head) * size + query) * size + key]. */
export interface AttentionOverview {
  readonly layers: number;
  readonly heads: number;
  /** min(tokens, asked-for size) */
  readonly size: number;
  readonly values: Float32Array<ArrayBuffer>;
}

/**
 * A layer's heads, then their mean and their maximum, each as a square of levels from 0 to 255: a cell holds 255 √w of
 * the largest weight w that it stands for. values[(map * size + query) * size + key]
 */
export interface AttentionMaps {
  readonly layer: number;
  readonly heads: number;
  /** min(tokens, asked-for size) */
  readonly size: number;
  readonly values: Uint8Array<ArrayBuffer>;
}

export interface TokenVectors {
  readonly token: TokenIndex;
  /** The token's row of the embedding table. [d] */
  readonly embedding: Float32Array<ArrayBuffer>;
  /** The position's row of the table of learnt positions; undefined for models without one. [d] */
  readonly position: Float32Array<ArrayBuffer> | undefined;
  /** What is added for the text's segment, the same for every token; undefined for models without segments. [d] */
  readonly segment?: Float32Array<ArrayBuffer> | undefined;
  /**
   * The residual stream: row l = the input of block l, last row = the output of the last block, before the final norm.
   * [layers + 1, d]
   */
  readonly residual: Matrix;
}

export interface SamplingOptions {
  /** 0 = always the most probable. */
  readonly temperature: number;
  /** Keep the k most probable; 0 = all. */
  readonly topK: number;
  /**
   * Keep the smallest set of most probable tokens whose probabilities sum to at least p (nucleus sampling, Holtzman et
   * al. 2020); 1 = all.
   */
  readonly topP: number;
  /** Drop tokens that are less probable than this share of the most probable one; 0 = none. */
  readonly minP: number;
  /**
   * Before all of these, logits of tokens that the text has already are divided by it, or multiplied where they are below
   * 0 (Keskar et al. 2019, §4.1); 1 = none.
   */
  readonly repetitionPenalty: number;
  /** Step i of a run draws with a number derived from (seed, i), so that the same seed gives the same text. */
  readonly seed: number;
}

export interface Candidate {
  readonly id: number;
  readonly text: string | undefined;
  readonly bytes: readonly number[];
  readonly logit: number;
  /** softmax(logits), before temperature, top-k, top-p and min-p. */
  readonly probability: number;
  /** The probability that it is drawn with, after temperature, top-k, top-p and min-p; 0 where these drop it. */
  readonly drawProbability: number;
}

export interface NextTokens {
  readonly after: TokenIndex;
  /** Most probable first. */
  readonly candidates: readonly Candidate[];
  /** The entropy of softmax(logits), in bits. */
  readonly entropyBits: number;
  /** The token that follows in the text, with its rank, 0 = most probable; undefined at the end. */
  readonly actual: (Candidate & { readonly rank: number }) | undefined;
}

export interface GenerationStep {
  readonly token: Token;
  readonly index: TokenIndex;
  /** Whether the model ends a text with this token. It can be asked to go on; it has not learnt to. */
  readonly endsText: boolean;
  /** What the token was drawn from. */
  readonly drawnFrom: NextTokens;
  /** What the new token attends to, in every layer and head. */
  readonly attention: AttentionRows;
  /**
   * The number of positions that were computed for this step, and of those whose keys and values came from the cache.
   */
  readonly computed: number;
  readonly reused: number;
  readonly ms: number;
}
