// Attention rollout: how much of each earlier token is in a token after some layers, if every layer mixes what attention
// says and what was there, half and half. Abnar and Zuidema 2020, "Quantifying Attention Flow in Transformers", §3.
// Knows matrices [n, n] whose entries above the diagonal are 0.

/** Identity: before the first layer every token is itself. */
export function identity(n: number): Float32Array<ArrayBuffer> {
  const rollout = new Float32Array(n * n);
  for (let i = 0; i < n; i++) rollout[i * n + i] = 1;
  return rollout;
}

/** (½ attention + ½ identity) · before */
export function rolloutStep(before: Float32Array, attention: ArrayLike<number>, n: number): Float32Array<ArrayBuffer> {
  const after = new Float32Array(n * n);
  for (let query = 0; query < n; query++) {
    for (let between = 0; between <= query; between++) {
      const weight = attention[query * n + between] / 2 + (between === query ? 0.5 : 0);
      if (weight === 0) continue;
      for (let key = 0; key <= between; key++) after[query * n + key] += weight * before[between * n + key];
    }
  }
  return after;
}
