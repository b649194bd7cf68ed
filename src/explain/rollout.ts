// Attention rollout: how much of each earlier token is in a token after some layers, if every layer mixes what attention
// says and what was there, half and half (Abnar and Zuidema 2020, "Quantifying Attention Flow in Transformers", §3):
// Ã_l = (½ A_l + ½ I) Ã_(l-1), with A_l the mean over the layer's heads. It is a model of the residual stream that leaves
// out values, the MLP and norms: an approximation. The file knows matrices [n, n], which are 0 above the diagonal where no
// token sees a later one.

/** Ã_0, the identity: before the first layer every token is itself. [n, n] */
export function identity(n: number): Float32Array<ArrayBuffer> {
  const rollout = new Float32Array(n * n);
  for (let i = 0; i < n; i++) rollout[i * n + i] = 1;
  return rollout;
}

interface Mixing {
  readonly before: Float32Array;
  readonly attention: ArrayLike<number>;
  readonly n: number;
  readonly bothWays: boolean;
}

/**
 * Ã_l = (½ attention + ½ identity) · before. [n, n] each; rows sum to 1 where those of `attention` and `before` do. From
 * the identity, with attention (1 0 | ½ ½): (1 0 | ¼ ¾)
 */
export function rolloutStep(
  before: Float32Array,
  attention: ArrayLike<number>,
  n: number,
  bothWays = false,
): Float32Array<ArrayBuffer> {
  const after = new Float32Array(n * n);
  for (const _ of rolloutInRows({ before, attention, n, bothWays }, after, n));
  return after;
}

/** The same, into zeros, so many rows at a time: of a thousand tokens all of them take up to a second. */
export function* rolloutInRows(
  { before, attention, n, bothWays }: Mixing,
  after: Float32Array<ArrayBuffer>,
  rows: number,
): Generator<void> {
  for (let query = 0; query < n; query++) {
    if (query > 0 && query % rows === 0) yield;
    for (let between = 0; between <= (bothWays ? n - 1 : query); between++) {
      const weight = attention[query * n + between] / 2 + (between === query ? 0.5 : 0);
      if (weight === 0) continue;
      for (let key = 0; key <= (bothWays ? n - 1 : between); key++)
        after[query * n + key] += weight * before[between * n + key];
    }
  }
}
