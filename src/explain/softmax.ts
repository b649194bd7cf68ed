// From logits to probabilities. Knows numbers only.

/** exp(xᵢ - max) / Σ: [1, 2, 3] → [0.090, 0.245, 0.665]. The maximum is taken off first so that nothing overflows. */
export function softmax(logits: ArrayLike<number>, temperature = 1): Float64Array {
  let highest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i++) highest = Math.max(highest, logits[i]);
  const probabilities = new Float64Array(logits.length);
  let sum = 0;
  for (let i = 0; i < logits.length; i++) {
    probabilities[i] = Math.exp((logits[i] - highest) / temperature);
    sum += probabilities[i];
  }
  for (let i = 0; i < probabilities.length; i++) probabilities[i] /= sum;
  return probabilities;
}

/** Shannon 1948: -Σ p log₂ p. A fair coin has 1 bit, certainty 0. */
export function entropyBits(probabilities: Float64Array): number {
  let bits = 0;
  for (const p of probabilities) if (p > 0) bits -= p * Math.log2(p);
  return bits;
}
