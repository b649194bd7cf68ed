// Which key a query may look at, as numbers that are added to the scores. Knows positions only.

/**
 * Causal mask for n new tokens behind `past` tokens that stand in a cache of `slots`: 0 where a query may look, -∞ at
 * empty slots, at later tokens, and at those before the last `window` (the query's own included). [n, slots + n]
 * n = 2, past = 1, slots = 2: [0 -∞ | 0 -∞] [0 -∞ | 0 0]; with a window of 2: [0 -∞ | 0 -∞] [-∞ -∞ | 0 0]
 */
export function causalMask(
  n: number,
  past: number,
  slots: number,
  window = Number.POSITIVE_INFINITY,
): Float32Array<ArrayBuffer> {
  const columns = slots + n;
  const mask = new Float32Array(n * columns);
  for (let query = 0; query < n; query++) {
    const row = mask.subarray(query * columns, (query + 1) * columns);
    row.fill(Number.NEGATIVE_INFINITY, past, slots);
    row.fill(Number.NEGATIVE_INFINITY, slots + query + 1);
    const hidden = Math.max(0, past + query + 1 - window); // tokens before the window
    row.fill(Number.NEGATIVE_INFINITY, 0, Math.min(hidden, past));
    row.fill(Number.NEGATIVE_INFINITY, slots, slots + Math.max(0, hidden - past));
  }
  return mask;
}
