// From logits to probabilities: p_i = exp(z_i / T) / Σ_j exp(z_j / T). A logit is a score without a scale: only the
// differences between logits count, and each difference of ln 2 ≈ 0.69 makes one token twice as probable as the other.
// The file knows numbers only.

/**
 * The distribution of some logits, summing to 1: [1, 2, 3] → [0.090, 0.245, 0.665]. A temperature below 1 sharpens it,
 * one above 1 flattens it: T = ½ → [0.016, 0.117, 0.867]. The largest logit is taken off first, which changes no
 * probability and keeps exp from overflowing; sums are made in double precision.
 */
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

/**
 * How unsure a distribution is: H = -Σ p log₂ p (Shannon 1948, §6). Certainty has 0 bits, a fair coin 1, and H bits are
 * as unsure as 2^H tokens that are all equally probable.
 */
export function entropyBits(probabilities: Float64Array): number {
  let bits = 0;
  for (const p of probabilities) if (p > 0) bits -= p * Math.log2(p);
  return bits;
}

/**
 * How far a distribution q is from p, the Kullback–Leibler divergence Σ p log₂ (p / q), in bits: what a code made for q
 * costs more for texts of p. 0 for the same, ∞ where q says never and p does not. [½, ½] and [¼, ¾] → 0.208
 */
export function divergenceBits(p: Float64Array, q: Float64Array): number {
  let bits = 0;
  for (let i = 0; i < p.length; i++) if (p[i] > 0) bits += p[i] * Math.log2(p[i] / q[i]);
  return Math.max(0, bits); // rounding can leave a little less than nothing
}

/**
 * How far apart two distributions are, from both sides: half the divergences of each from their mean m = (p + q) / 2, the
 * Jensen–Shannon divergence (Lin 1991, "Divergence Measures Based on the Shannon Entropy"). 0 for the same, 1 bit where no
 * token is possible in both. What one of them lacks at its end counts as 0. [½, ½] and [1, 0] → 0.311
 */
export function jensenShannonBits(p: Float64Array, q: Float64Array): number {
  let bits = 0;
  for (let i = 0; i < Math.max(p.length, q.length); i++) {
    const [a, b] = [p[i] ?? 0, q[i] ?? 0];
    const mean = (a + b) / 2;
    if (a > 0) bits += (a * Math.log2(a / mean)) / 2;
    if (b > 0) bits += (b * Math.log2(b / mean)) / 2;
  }
  return Math.min(1, Math.max(0, bits)); // but for rounding
}
