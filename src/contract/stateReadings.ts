// The answers to EngineApi's questions about layers that mix tokens without attention: effective weights of a state, how it
// fades and grows, what a short convolution takes from the tokens before. Types only.
import type { TokenIndex } from './tokens.ts';

/**
 * A layer's heads, then their mean and the strongest of them, each as a square of levels: 128 + 127 · sign(w) √(|w| / most)
 * of the weight w that is furthest from 0 among those that a cell stands for. values[(map * size + query) * size + key]
 */
export interface StateMaps {
  readonly layer: number;
  readonly heads: number;
  /** min(tokens, asked-for size) */
  readonly size: number;
  readonly values: Uint8Array<ArrayBuffer>;
  /** The largest |w| of each map. [heads + 2] */
  readonly most: Float32Array<ArrayBuffer>;
}

/** How the state of a head goes through the text; of all heads their mean, or the largest. */
export interface StateCourse {
  /** What each token leaves of the state before it: α, from 0 to 1. [tokens] */
  readonly decays: Float32Array<ArrayBuffer>;
  /** The Frobenius norm of the state behind each token. [tokens] */
  readonly norms: Float32Array<ArrayBuffer>;
  /**
   * Under the delta rule, how much each token corrects: β, from 0, where it writes nothing, to 1, where its value takes the
   * place of what the state says at its key. Empty where a state is only added to. [tokens]
   */
  readonly strengths: Float32Array<ArrayBuffer>;
}

/** One query of one head against the tokens up to it: product · left = weight. [token + 1] each */
export interface StateDetail {
  readonly token: TokenIndex;
  /** q · k */
  readonly products: Float32Array<ArrayBuffer>;
  /** What is left of each token's part at the query: the product of the decays behind it. */
  readonly left: Float32Array<ArrayBuffer>;
  /** What multiplies the value that each token wrote; of either sign, and need not sum to 1. */
  readonly weights: Float32Array<ArrayBuffer>;
  /** The length of that value. */
  readonly written: Float32Array<ArrayBuffer>;
}
