// Joins the attention weights of several heads into one. Pure.

/** The mean or the maximum, weight by weight. All heads have the same length, and no weight is negative. */
export function joinedHeads(heads: readonly Float32Array[], how: 'mean' | 'max'): Float32Array {
  const result = new Float32Array(heads[0].length);
  for (const one of heads) {
    for (let i = 0; i < result.length; i++)
      result[i] = how === 'mean' ? result[i] + one[i] / heads.length : Math.max(result[i], one[i]);
  }
  return result;
}
