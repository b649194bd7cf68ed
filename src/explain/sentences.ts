// Two texts as one vector each, and which tokens made them alike. Reimers and Gurevych 2019, "Sentence-BERT", §3,
// https://arxiv.org/abs/1908.10084: the vectors of all tokens are pooled, and the cosine says how alike two texts are. The mean
// is a sum, so that the cosine is one over all pairs of tokens, exactly:
//   cos(Σ u_i, Σ w_j) = Σ_ij u_i · w_j / (|Σ u| |Σ w|)
// A pair adds much where its two vectors point the same way and are long. All other ways to pool throw something away that
// depends on all tokens, and have no such sum. The file knows vectors, no text.

import type { Pooling } from '../contract/sentences.ts';
import { cosine, dot, norm } from '../transformer/vectors.ts';

/** The vectors of a text's tokens, side by side. [tokens, width] */
export interface TokenVectors {
  readonly values: Float32Array;
  readonly width: number;
}

/** [width] */
export function pooled({ values, width }: TokenVectors, pooling: Pooling): Float64Array {
  const n = values.length / width;
  if (pooling === 'cls') return Float64Array.from(values.subarray(0, width));
  if (pooling === 'last') return Float64Array.from(values.subarray((n - 1) * width));
  const all = new Float64Array(width).fill(pooling === 'max' ? Number.NEGATIVE_INFINITY : 0);
  for (let i = 0; i < values.length; i++) {
    const component = i % width;
    all[component] = pooling === 'max' ? Math.max(all[component], values[i]) : all[component] + values[i] / n;
  }
  return all;
}

/** The cosine of every two tokens. [tokens, otherTokens] */
export function tokenCosines(a: TokenVectors, b: TokenVectors): Float32Array<ArrayBuffer> {
  return ofPairs(a, b, cosine);
}

/** What every two tokens add to the cosine of the two means, which all of them sum to. [tokens, otherTokens] */
export function pairShares(a: TokenVectors, b: TokenVectors): Float32Array<ArrayBuffer> {
  const counts = (a.values.length / a.width) * (b.values.length / b.width);
  const lengths = counts * norm(pooled(a, 'mean')) * norm(pooled(b, 'mean'));
  return ofPairs(a, b, (u, w) => (lengths === 0 ? 0 : dot(u, w) / lengths));
}

function ofPairs(
  a: TokenVectors,
  b: TokenVectors,
  of: (u: Float32Array, w: Float32Array) => number,
): Float32Array<ArrayBuffer> {
  const rows = ({ values, width }: TokenVectors) =>
    Array.from({ length: values.length / width }, (_, i) => values.subarray(i * width, (i + 1) * width));
  const [ours, theirs] = [rows(a), rows(b)];
  const found = new Float32Array(ours.length * theirs.length);
  for (const [i, u] of ours.entries()) for (const [j, w] of theirs.entries()) found[i * theirs.length + j] = of(u, w);
  return found;
}
