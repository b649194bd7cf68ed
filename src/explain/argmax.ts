// The largest of some numbers. Knows numbers only.

/** The index of the largest value; of several that are equal the first one's: [1, 3, 3] → 1 */
export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
