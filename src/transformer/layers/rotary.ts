// Rotary positions (RoPE): pairs of components of queries and keys are rotated by an angle that grows with the position.
// Su et al. 2021, §3.2, https://arxiv.org/abs/2104.09864. Seen as a complex number, the pair i at position m becomes
// q e^(i m θ_i); in the product of a query at m with a key at n what remains is e^(i (m - n) θ_i), the distance and not
// the places. Nothing is learned, and values are not rotated: position decides who is looked at, not what is taken.
// The file knows neither config.json (see ropeScaling.ts) nor attention.
import type { Graph, Value } from '../../onnx/graph.ts';

export interface Rotary {
  /** So many components of each head are rotated, the others stay as they are. Even. */
  readonly width: number;
  /** Which components make a pair: i and i + width / 2, or 2 i and 2 i + 1. */
  readonly pairs: 'halves' | 'neighbours';
  /** Angle of each pair from one position to the next, in a text of so many tokens: [width / 2] */
  readonly frequencies: (textLength: number) => Float32Array;
  /** Cosines and sines are multiplied by it (YaRN, LongRoPE). */
  readonly scale: number;
  /** In longer texts than that, another scale. */
  readonly scaleBeyond?: { readonly textLength: number; readonly scale: number };
}

/** What cosines and sines are multiplied by in a text of so many tokens. */
export function rotaryScale({ scale, scaleBeyond }: Rotary, textLength: number): number {
  return scaleBeyond && textLength > scaleBeyond.textLength ? scaleBeyond.scale : scale;
}

/** The same, turned the other way round. */
export function reversed(rotary: Rotary): Rotary {
  return { ...rotary, frequencies: (textLength) => rotary.frequencies(textLength).map((frequency) => -frequency) };
}

/**
 * Cosines and sines of every pair's angle, a row for each token from position `first` on, each in a text of
 * textLengths[i] tokens: [n, width / 2]. With width 4 and θ = 10,000 the pairs turn by 1 and 0.01 radians from a position
 * to the next: the first tells neighbours apart, the second places far from one another.
 */
export function rotaryTables(
  rotary: Rotary,
  first: number,
  textLengths: readonly number[],
): { readonly cosines: Float32Array; readonly sines: Float32Array } {
  const half = rotary.width / 2;
  const cosines = new Float32Array(textLengths.length * half);
  const sines = new Float32Array(textLengths.length * half);
  for (const [row, textLength] of textLengths.entries()) {
    const frequency = rotary.frequencies(textLength);
    const scale = rotaryScale(rotary, textLength);
    for (let pair = 0; pair < half; pair++) {
      const angle = Math.fround((first + row) * frequency[pair]); // rounded to float32, as the models were trained
      cosines[row * half + pair] = Math.cos(angle) * scale;
      sines[row * half + pair] = Math.sin(angle) * scale;
    }
  }
  return { cosines, sines };
}

/** The tables as inputs of a block's graph. */
export interface RotationTables extends Pick<Rotary, 'width' | 'pairs'> {
  readonly cosines: Value; // [n, width / 2]
  readonly sines: Value; // [n, width / 2]
}

export function rotationInputs(g: Graph, { width, pairs }: Rotary): RotationTables {
  return {
    width,
    pairs,
    cosines: g.input('cosines', 'float32', ['n', width / 2]),
    sines: g.input('sines', 'float32', ['n', width / 2]),
  };
}

/** [heads, n, d_head]: (a, b) → (a cos - b sin, b cos + a sin) for every pair */
export function rotate(g: Graph, x: Value, { width, pairs, cosines, sines }: RotationTables, dHead: number): Value {
  const rest = dHead - width;
  const turned = rest ? g.splitAt(x, g.integers([width, rest]), 2, -1) : [x];
  const [a, b] = g.split(pairs === 'halves' ? turned[0] : apart(g, turned[0], width), 2, -1); // [heads, n, width / 2]
  const newA = g.subtract(g.multiply(a, cosines), g.multiply(b, sines));
  const newB = g.add(g.multiply(b, cosines), g.multiply(a, sines));
  return g.concat([newA, newB, ...turned.slice(1)], -1);
}

/**
 * a0 b0 a1 b1 … → a0 a1 … b0 b1 …, and nobody puts them back: queries and keys are reordered in the same way, so that
 * their product is the same.
 */
function apart(g: Graph, x: Value, width: number): Value {
  const pairs = g.transpose(g.reshape(x, [0, 0, width / 2, 2]), [0, 1, 3, 2]); // [heads, n, 2, width / 2]
  return g.reshape(pairs, [0, 0, width]);
}
