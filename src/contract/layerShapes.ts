// What one layer of a model has, as far as several rooms must know it. Types only.

/** How many heads a layer has, and how wide they are. */
export interface LayerHeads {
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly dHead: number;
  readonly dValue: number;
  /** The earlier layer whose keys and values it looks at, where it makes none of its own. */
  readonly keysOf?: number;
  /** Whether values are made by the map that makes keys, and have none of their own. */
  readonly keysAsValues?: boolean;
  /** Whether a gate stands behind each head, as wide as it, which the token that asks makes with its query. */
  readonly gated?: boolean;
}

/** How a layer mixes its tokens. */
export type LayerKind = 'attention' | 'state' | 'convolution';

/** A token's row becomes a weighted sum of its own and of those of the `kernel - 1` tokens before it, each channel by itself. */
export interface ShortConvolution {
  readonly kernel: number;
  readonly channels: number;
}

/**
 * What a layer adds to the stream together with what attention adds, of the same input: what it read from its state, or a
 * learned part of what attention reads.
 */
export type BesideAttention = 'state' | 'laurel';

/** Several streams run through the model side by side, of which blocks read and write one, and mix all. */
export interface Streams {
  readonly count: number;
  /** The one that blocks work on. It is what is called the residual stream. */
  readonly active: number;
  /** The width in the middle of LAuReL. */
  readonly laurelRank: number;
}

/**
 * What a layer keeps of a text in place of keys and values: for each head a matrix, [dState, dValue], to which each token
 * adds and which fades on the way. Heads of a group share what is written by and read with.
 */
export interface StateSpace {
  readonly heads: number;
  readonly groups: number;
  readonly dState: number;
  readonly dValue: number;
  /** The weights of the layer's maps; convolutions and single numbers are left out. */
  readonly mapWeights: number;
  /** Whether a token writes the difference to what the state says already: the delta rule, which reads twice. */
  readonly corrects?: boolean;
}
