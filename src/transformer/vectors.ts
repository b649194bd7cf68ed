// How alike two vectors are. The file knows numbers only.

/** a·b = Σ a_i b_i */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** The Euclidean length, √(a·a). */
export function norm(a: ArrayLike<number>): number {
  return Math.sqrt(dot(a, a));
}

/**
 * a·b / (|a| |b|), the cosine of the angle between them: 1 where they point the same way, 0 at right angles, -1 in
 * opposite directions; 0 where one of them has no length. In hundreds of dimensions random vectors are close to 0.
 */
export function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const lengths = norm(a) * norm(b);
  return lengths === 0 ? 0 : dot(a, b) / lengths;
}

/** In double precision. */
export function plus(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  return Float64Array.from(a, (value, i) => value + b[i]);
}
