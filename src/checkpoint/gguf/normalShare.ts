// The share of a normal distribution that lies below z: what a file says of a sparse gate, back as config.json says it. Knows
// no file.

/**
 * Φ(z) = ½ + φ(z) · (z + z³ / 3 + z⁵ / (3 · 5) + …), to six digits, which the shares of published models are far from using
 * up. 1.6448536 → 0.95; -∞ → 0.
 */
export function normalShare(z: number): number {
  if (z < -MOST) return 0;
  if (z > MOST) return 1;
  let [sum, term] = [z, z];
  for (let n = 3; Math.abs(term) > 1e-17 * Math.abs(sum); n += 2) {
    term *= (z * z) / n;
    sum += term;
  }
  return Number((0.5 + (sum * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI)).toFixed(6));
}

/** Beyond it nothing is left of six digits. */
const MOST = 6;
