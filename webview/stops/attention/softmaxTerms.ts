// The terms of a softmax as they are computed. Pure.

export interface SoftmaxTerms {
  /** The largest score. */
  readonly most: number;
  /** exp(score − most) of each score, from 0 to 1; divided by their sum they are the weights. */
  readonly exponentials: Float32Array<ArrayBuffer>;
}

/**
 * Softmax subtracts the largest score before it raises e to the others, which changes no weight, since exp(s − m) =
 * exp(s) / exp(m): exp(148) is 1.9 · 10^64, more than 32 bits hold. [148, 147] has the terms 1 and 0.368.
 */
export function softmaxTerms(scores: Float32Array): SoftmaxTerms {
  const most = scores.reduce((a, b) => Math.max(a, b));
  return { most, exponentials: Float32Array.from(scores, (score) => Math.exp(score - most)) };
}
