// What the stops of the panel read from a run: the answers to EngineApi's questions about details. Types only.
import type { Token, TokenIndex } from './tokens.ts';

/** Byte-pair merges that made some tokens, in the order in which they were made. */
export interface MergeReplay {
  readonly tokens: readonly Token[];
  /** What the merging of each token begins with: its bytes one by one, or in its characters. parts[token][part] */
  readonly parts: readonly (readonly (readonly number[])[])[];
  /** undefined: this tokenizer does not work by merging pairs. */
  readonly merges: readonly MergeStep[] | undefined;
}

export interface MergeStep {
  /** The parts before this merge; the part and the next one are joined. */
  readonly part: number;
  /** Place in the tokenizer's list, 0 = learnt first. */
  readonly rank: number;
}

/** An entry of the vocabulary close to another. */
export interface Neighbour {
  readonly id: number;
  readonly text: string | undefined;
  readonly bytes: readonly number[];
  /** Of the two rows of the embedding table. */
  readonly cosine: number;
}

/** pca: the two strongest directions; umap: who is close to whom. */
export type MapMethod = 'pca' | 'umap';

/** Tokens of the embedding table in a plane. */
export interface EmbeddingMap {
  readonly points: readonly MapPoint[];
  /** pca: each direction's share of the spread of these points. umap: none. */
  readonly shares: readonly number[];
}

export interface MapPoint {
  readonly id: number;
  readonly text: string | undefined;
  readonly bytes: readonly number[];
  readonly x: number;
  readonly y: number;
  /** Which of the asked-for groups, -1 = a token of the text, undefined = one of the vocabulary's first. */
  readonly group: number | undefined;
}

/** The table of learnt positions, as far as the text goes; at most the first 512. */
export interface Positions {
  /** [tokens, d] */
  readonly table: Matrix;
  /** Cosine of every two of them. [tokens, tokens] */
  readonly similarity: Matrix;
}

/** How one head's query at one position is turned, pair of components by pair. */
export interface QueryRotation {
  /** Angle of each pair from one position to the next, in radians. [pairs] */
  readonly frequencies: Float32Array<ArrayBuffer>;
  /** The query's pairs before they are turned: first components, then second ones. [2, pairs] */
  readonly unrotated: Matrix;
}

/** One query against all keys, in one head: softmax(scores) = weights, Σ weights · values = mixed. */
export interface HeadDetail {
  readonly query: Float32Array<ArrayBuffer>; // [d_head]
  readonly keys: Matrix; // [token + 1, d_head]
  readonly values: Matrix; // [token + 1, d_head]
  /** Scaled, before the softmax. [token + 1] */
  readonly scores: Float32Array<ArrayBuffer>;
  readonly weights: Float32Array<ArrayBuffer>;
  /** What the head hands on. [d_head] */
  readonly mixed: Float32Array<ArrayBuffer>;
}

/** From 0 to 1 each, [layer * heads + head]; what they mean: explain/headScores.ts. */
export interface HeadScoreTable {
  readonly layers: number;
  readonly heads: number;
  readonly previousToken: Float32Array<ArrayBuffer>;
  readonly firstToken: Float32Array<ArrayBuffer>;
  readonly sameToken: Float32Array<ArrayBuffer>;
  readonly induction: Float32Array<ArrayBuffer>;
}

/** What one block does to one token's residual stream. */
export interface BlockContribution {
  /** Euclidean lengths: of the stream before the block, of what attention and the feed-forward add. */
  readonly residualNorm: number;
  readonly attentionNorm: number;
  readonly mlpNorm: number;
  /** Of what is added with the stream it is added to. */
  readonly attentionCosine: number;
  readonly mlpCosine: number;
  /** The feed-forward's hidden units that are most active, strongest first. */
  readonly units: readonly { readonly unit: number; readonly activation: number }[];
  readonly hiddenUnits: number;
  /** The stream in front of attention, and the same after the layer norm. [d] */
  readonly normInput: Float32Array<ArrayBuffer>;
  readonly normOutput: Float32Array<ArrayBuffer>;
}

/** The logit lens: what the model would say after every layer (nostalgebraist 2020). */
export interface LogitLens {
  readonly start: TokenIndex;
  /** rows[layer][token - start]; layer 0 = before the first block, the last one = what the model says. */
  readonly rows: readonly (readonly LensCell[])[];
}

export interface LensCell {
  readonly id: number;
  readonly text: string | undefined;
  readonly bytes: readonly number[];
  readonly probability: number;
}

/** For every token but the first: what the model thought of it before it was read. Index 0 is 0. */
export interface Surprisals {
  readonly bits: Float32Array<ArrayBuffer>;
  /** 0 = it was the most probable one. */
  readonly ranks: Float32Array<ArrayBuffer>;
}

export interface NgramGuess {
  readonly id: number;
  readonly text: string | undefined;
  readonly bytes: readonly number[];
  readonly count: number;
  readonly probability: number;
}

/** By the last token alone, and by the last two. */
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

/** What one token attends to in every head: values[(layer * heads + head) * (token + 1) + key], each row sums to 1. */
export interface AttentionRows {
  readonly token: TokenIndex;
  readonly layers: number;
  readonly heads: number;
  readonly values: Float32Array<ArrayBuffer>;
}

/** All heads' attention, mean-pooled to a square: values[((layer * heads + head) * size + query) * size + key]. */
export interface AttentionOverview {
  readonly layers: number;
  readonly heads: number;
  /** min(tokens, asked-for size) */
  readonly size: number;
  readonly values: Float32Array<ArrayBuffer>;
}

/**
 * A layer's heads, then their mean and their maximum, each as a square of levels: a cell holds the largest of the
 * weights it stands for, w, as 255 √w. values[(map * size + query) * size + key]
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
  /** Row of the embedding table. [d] */
  readonly embedding: Float32Array<ArrayBuffer>;
  /** Row of the table of learnt positions; undefined for models without one. [d] */
  readonly position: Float32Array<ArrayBuffer> | undefined;
  /** The residual stream: row l = input of block l, last row = output of the last block, before the final norm. [layers + 1, d] */
  readonly residual: Matrix;
}

export interface SamplingOptions {
  /** 0 = always the most probable. */
  readonly temperature: number;
  /** Keep the k most probable; 0 = all. */
  readonly topK: number;
  /** Keep the smallest set whose probabilities sum to at least p; 1 = all. */
  readonly topP: number;
  /** Drop what is less probable than this share of the most probable one; 0 = none. */
  readonly minP: number;
  /** Step i of a run draws with a number derived from (seed, i), so the same seed tells the same story. */
  readonly seed: number;
}

export interface Candidate {
  readonly id: number;
  readonly text: string | undefined;
  readonly bytes: readonly number[];
  readonly logit: number;
  /** softmax(logits), before temperature and cuts. */
  readonly probability: number;
  /** What is drawn from: after temperature, top-k, top-p; 0 = cut. */
  readonly drawProbability: number;
}

export interface NextTokens {
  readonly after: TokenIndex;
  /** Most probable first. */
  readonly candidates: readonly Candidate[];
  /** Of softmax(logits), in bits. */
  readonly entropyBits: number;
  /** Where the text goes on after this position: the token that really follows; undefined at the end. */
  readonly actual: (Candidate & { readonly rank: number }) | undefined;
}

export interface GenerationStep {
  readonly token: Token;
  readonly index: TokenIndex;
  /** What the token was drawn from. */
  readonly drawnFrom: NextTokens;
  /** Of the new token, in every layer and head. */
  readonly attention: AttentionRows;
  /** Positions the model ran for this step, and positions whose keys and values came from the cache. */
  readonly computed: number;
  readonly reused: number;
  readonly ms: number;
}
