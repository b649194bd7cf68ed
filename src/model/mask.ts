// Which key a query may look at, as numbers that are added to the scores. Knows positions only.

/**
 * Causal mask for n new tokens behind `past` tokens that stand in a cache of `slots`: 0 where a query may look, -∞ at
 * empty slots and at later tokens. [n, slots + n]
 * n = 2, past = 1, slots = 2: [0 -∞ | 0 -∞] [0 -∞ | 0 0]
 */
export function causalMask(n: number, past: number, slots: number): Float32Array<ArrayBuffer> {
  const columns = slots + n;
  const mask = new Float32Array(n * columns);
  for (let query = 0; query < n; query++) {
    mask.fill(Number.NEGATIVE_INFINITY, query * columns + past, query * columns + slots);
    mask.fill(Number.NEGATIVE_INFINITY, query * columns + slots + query + 1, (query + 1) * columns);
  }
  return mask;
}
