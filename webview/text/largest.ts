// The largest of many numbers, and the length of a vector. Math.max(...values) and Math.hypot(...values) end with "Maximum
// call stack size exceeded" beyond some 100,000 values. Knows no tokens.

/** At least `least`. Like Math.max(), NaN where a value is. */
export function largest(values: Iterable<number>, least = Number.NEGATIVE_INFINITY): number {
  let most = least;
  for (const value of values) most = Math.max(most, value);
  return most;
}

/** The Euclidean length of numbers whose squares are finite. [3, 4] → 5 */
export function lengthOf(values: Iterable<number>): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  return Math.sqrt(squares);
}
