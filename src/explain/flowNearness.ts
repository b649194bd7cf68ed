// How near parts bring to a sum, which shares of the information flow are made of; flow.ts has the definition. Parts come
// as vectors of heads and tokens, some tokens at a time, each times a weight. The file knows vectors, no layer.

/** A part has at least this, of vectors whose lengths are some tens to thousands. */
export const FLOOR = 1e-5;

/** near(x, y) = |y| - |y - x|. With y = (2 -1): 3 for y itself, 2 for (2 0), -2 for (-1 1), which gets the floor. */
export function nearnessOf(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < y.length; i++) sum += Math.abs(y[i]) - Math.abs(y[i] - x[i]);
  return Math.max(sum, FLOOR);
}

/** What heads move of some tokens, behind the norm that stands there, but for what its weight holds. */
export interface Moved {
  readonly first: number;
  readonly tokens: number;
  readonly vectors: Float32Array; // [heads, tokens, d]
}

/** One token's sum behind attention, and how near to it the parts of heads bring. */
export interface Nearness {
  readonly keys: number;
  readonly weights: Float32Array; // [heads, keys]
  readonly y: Float64Array; // [d]
  /** |y| */
  readonly length: number;
  readonly near: Float32Array<ArrayBuffer>; // [heads, keys]
}

/** Before any part was looked at. sum [d], weights [heads, keys] */
export function nothingYet(sum: ArrayLike<number>, keys: number, weights: Float32Array): Nearness {
  const y = Float64Array.from(sum);
  const length = y.reduce((all, value) => all + Math.abs(value), 0);
  return { keys, weights, y, length, near: new Float32Array(weights.length).fill(FLOOR) };
}

/** near(weight · moved, y) of the tokens that were moved, written where they belong. */
export function addNearness({ keys, weights, y, length, near }: Nearness, { first, tokens, vectors }: Moved): void {
  const d = y.length;
  const heads = vectors.length / (tokens * d);
  for (let head = 0; head < heads; head++) {
    for (let token = 0; token < tokens && first + token < keys; token++) {
      const at = head * keys + first + token;
      if (weights[at] === 0) continue; // outside the window: the floor
      const rest = distance(y, vectors, (head * tokens + token) * d, weights[at]);
      near[at] = Math.max(length - rest, FLOOR);
    }
  }
}

/** |y - weight · x|, x being vectors[start …]. Two sums side by side, since each addition waits for the one before. */
function distance(y: Float64Array, vectors: Float32Array, start: number, weight: number): number {
  let [even, odd] = [0, 0];
  const whole = y.length & ~1;
  for (let i = 0; i < whole; i += 2) {
    even += Math.abs(y[i] - weight * vectors[start + i]);
    odd += Math.abs(y[i + 1] - weight * vectors[start + i + 1]);
  }
  return whole < y.length ? even + odd + Math.abs(y[whole] - weight * vectors[start + whole]) : even + odd;
}
