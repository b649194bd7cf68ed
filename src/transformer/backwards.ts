// Linear functions of a vector, taken backwards through the maps that made it: where y = f(x) and somebody asks for u · y,
// the same number is v · x + c. A norm is linear once it is held at the scale that it has for one x. The file knows
// vectors and the weights of maps, no Transformer.

import { readFloatRange, readFloats, type TensorEntry } from '../checkpoint/safetensors.ts';
import type { LinearMap, Norm, Scaling } from './layers/provenance.ts';
import type { BlockReadout } from './layers/readout.ts';
import { dot } from './vectors.ts';

/** vector · x + constant */
export interface Functional {
  readonly vector: Float64Array;
  readonly constant: number;
}

/**
 * u · norm(x) as a function of x, with the norm held at its scale for this x. A layer norm is γ ⊙ (x - mean x) / σ + β:
 * with g = γ ⊙ u / σ the product is g · x - mean x · Σ g = (g - mean g) · x, and β · u beside it. An RMS norm takes no mean
 * away. A factor is the simplest norm: it holds for every x. [d] → [d]. Fails like readFloats().
 */
export async function backThroughNorm(
  u: Float64Array,
  norm: Norm | Scaling,
  x: ArrayLike<number>,
): Promise<Functional> {
  if (norm.kind === 'scaling') return { vector: u.map((value) => value * norm.factor), constant: 0 };
  const gain = await gainOf(norm);
  const scale = scaleOf(norm, x);
  const vector = u.map((value, i) => (gain(i) * value) / scale);
  if (norm.centred) {
    const mean = meanOf(vector);
    for (let i = 0; i < vector.length; i++) vector[i] -= mean;
  }
  return { vector, constant: norm.bias ? dot(u, await readFloats(norm.bias)) : 0 };
}

/** u · (x W + b) as a function of x: W u, and b · u. [out] → [in]. Fails like readFloats(). */
export async function backThroughLinear(u: Float64Array, { matrix, bias }: LinearMap): Promise<Functional> {
  const weights = await readFloats(matrix.tensor);
  const [rows, columns] = matrix.tensor.shape;
  const vector = new Float64Array(matrix.transposed ? columns : rows);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      if (matrix.transposed) vector[column] += weights[at] * u[row];
      else vector[row] += weights[at] * u[column];
    }
  }
  return { vector, constant: bias ? dot(u, await readFloats(bias)) : 0 };
}

/** The weights of a map, a row for each input, whichever way they are stored. [in, out]. Fails like readFloats(). */
export async function weightsByInput({ matrix }: LinearMap): Promise<Float32Array> {
  const stored = await readFloats(matrix.tensor);
  if (!matrix.transposed) return stored;
  const [outputs, inputs] = matrix.tensor.shape;
  const turned = new Float32Array(stored.length);
  for (let output = 0, at = 0; output < outputs; output++)
    for (let input = 0; input < inputs; input++, at++) turned[input * outputs + output] = stored[at];
  return turned;
}

/** What the whole stream is multiplied with at the end of a block. Fails like readFloats(). */
export async function streamScaleOf({ streamScale }: BlockReadout): Promise<number> {
  return streamScale ? (await readFloats(streamScale))[0] : 1;
}

/** Rows of a stored table, or entries of a stored vector. [width] each. Fails like readFloats(). */
export async function storedRows(table: TensorEntry, rows: readonly number[]): Promise<readonly Float32Array[]> {
  const width = table.shape.slice(1).reduce((product, size) => product * size, 1);
  return await Promise.all(rows.map((row) => readFloatRange(table, row * width, width)));
}

/** A whole stored vector, such as a bias. Fails like readFloats(). */
export async function storedVector(tensor: TensorEntry): Promise<Float32Array> {
  return await readFloats(tensor);
}

/** γ as it is multiplied with, component by component. */
async function gainOf({ gain: stored, gainOffset }: Norm): Promise<(i: number) => number> {
  if (!stored) return () => 1;
  const gain = await readFloats(stored);
  return (i) => gain[i] + gainOffset;
}

/** A norm as functions of vectors of its width. [d] each */
export interface LoadedNorm {
  /** σ or the root mean square of x. */
  scaleOf(x: ArrayLike<number>): number;
  /**
   * What it makes of a part c of what it reads, once it is held at the scale of the whole, without its bias:
   * γ ⊙ (c - mean c) / scale. Those of all parts sum to what it makes of the whole, but for the bias.
   */
  part(c: ArrayLike<number>, scale: number): Float64Array;
  whole(x: ArrayLike<number>): Float64Array;
}

/** Fails like readFloats(). */
export async function loadNorm(norm: Norm | Scaling): Promise<LoadedNorm> {
  if (norm.kind === 'scaling') return loadScaling(norm);
  const gain = await gainOf(norm);
  const bias = norm.bias && (await readFloats(norm.bias));
  const part = (c: ArrayLike<number>, scale: number) => {
    const mean = norm.centred ? meanOf(c) : 0;
    return Float64Array.from(c, (value, i) => (gain(i) * (value - mean)) / scale);
  };
  return {
    scaleOf: (x) => scaleOf(norm, x),
    part,
    whole: (x) => {
      const scaled = part(x, scaleOf(norm, x));
      return bias ? scaled.map((value, i) => value + bias[i]) : scaled;
    },
  };
}

function loadScaling({ factor }: Scaling): LoadedNorm {
  const scaled = (c: ArrayLike<number>) => Float64Array.from(c, (value) => value * factor);
  return { scaleOf: () => 1, part: scaled, whole: scaled };
}

/** The standard deviation for a layer norm, the root mean square for an RMS norm, with ε under the root. */
function scaleOf({ centred, epsilon }: Norm, x: ArrayLike<number>): number {
  const mean = centred ? meanOf(x) : 0;
  let squares = 0;
  for (let i = 0; i < x.length; i++) squares += (x[i] - mean) ** 2;
  return Math.sqrt(squares / x.length + epsilon);
}

function meanOf(x: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i];
  return sum / x.length;
}
