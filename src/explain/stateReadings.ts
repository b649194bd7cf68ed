// Readings of a state in place of attention (transformer/layers/unrolledState.ts): effective weights, which are of either sign
// and need not sum to 1, joined over heads and pooled to small pictures; and the norm of the state itself, step by step. The
// file knows numbers only; weights come as [heads, rows, columns], rows are queries.
import { type AttentionWeights, oneHead, poolCell } from './attention.ts';

/** The level of 0; the others are up to 127 away from it. */
const ZERO = 128;

/** One head, the mean over heads, or of all heads the weight that is furthest from 0. [rows, columns] */
export function signedHead(weights: AttentionWeights, head: number | 'mean' | 'max'): Float32Array<ArrayBuffer> {
  if (head !== 'max') return oneHead(weights, head);
  const size = weights.rows * weights.columns;
  const joined = new Float32Array(size);
  for (let h = 0; h < weights.heads; h++) raiseAll(joined, weights.values.subarray(h * size, (h + 1) * size));
  return joined;
}

function raiseAll(into: Float32Array, values: Float32Array): void {
  for (let i = 0; i < into.length; i++) if (Math.abs(values[i]) > Math.abs(into[i])) into[i] = values[i];
}

/**
 * Keeps in each cell of the squares [heads + 2, size, size] (the heads, their mean, the strongest) the weight that is furthest
 * from 0 among those that fall into it: a mean of both signs would hide them. `n` = tokens of the whole text, `firstRow` =
 * position of the first row.
 */
export function poolSigned(
  pooled: Float32Array,
  size: number,
  weights: AttentionWeights,
  n: number,
  firstRow: number,
): void {
  const { heads, rows, columns, values } = weights;
  const cells = size * size;
  const raise = (at: number, weight: number) => {
    if (Math.abs(weight) > Math.abs(pooled[at])) pooled[at] = weight;
  };
  for (let row = 0; row < rows; row++) {
    const cellRow = poolCell(firstRow + row, n, size) * size;
    for (let column = 0; column < columns; column++) {
      const cell = cellRow + poolCell(column, n, size);
      let sum = 0;
      for (let h = 0; h < heads; h++) {
        const weight = values[(h * rows + row) * columns + column];
        sum += weight;
        raise(h * cells + cell, weight);
        raise((heads + 1) * cells + cell, weight);
      }
      raise(heads * cells + cell, sum / heads);
    }
  }
}

/** Each map of `cells` numbers as levels around 128, by the root of its share of the largest: see StateMaps. */
export function signedLevels(
  maps: Float32Array,
  cells: number,
): { readonly values: Uint8Array<ArrayBuffer>; readonly most: Float32Array<ArrayBuffer> } {
  const count = cells === 0 ? 0 : maps.length / cells;
  const most = new Float32Array(count);
  const values = new Uint8Array(maps.length);
  for (let map = 0; map < count; map++) {
    const ofMap = maps.subarray(map * cells, (map + 1) * cells);
    most[map] = ofMap.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0);
    for (const [i, weight] of ofMap.entries())
      values[map * cells + i] =
        ZERO + Math.round(127 * Math.sign(weight) * Math.sqrt(Math.abs(weight) / (most[map] || 1)));
  }
  return { values, most };
}

/** What one head wrote, token by token, and how its state faded. */
export interface WrittenState {
  readonly keys: Float32Array; // [n, d_state]
  readonly values: Float32Array; // [n, d_value]
  /** log α. [n] */
  readonly decays: Float32Array;
}

/**
 * Carries the state from token to token as the model itself would, S_t = α_t S_(t - 1) + k_t v_tᵀ, and hands it out behind
 * each: the same array every time. [d_state, d_value]
 */
export function* statesOf({ keys, values, decays }: WrittenState): Generator<Float64Array> {
  const n = decays.length;
  const [dState, dValue] = [keys.length / n, values.length / n];
  const state = new Float64Array(n === 0 ? 0 : dState * dValue);
  for (let token = 0; token < n; token++) {
    const alpha = Math.exp(decays[token]);
    for (let i = 0, at = 0; i < dState; i++) {
      const key = keys[token * dState + i];
      for (let j = 0; j < dValue; j++, at++) state[at] = alpha * state[at] + key * values[token * dValue + j];
    }
    yield state;
  }
}

/** The Frobenius norm of the state behind each token: the root of the sum of its squares. [n] */
export function stateNorms(written: WrittenState): Float32Array<ArrayBuffer> {
  const norms = new Float32Array(written.decays.length);
  let token = 0;
  for (const state of statesOf(written))
    norms[token++] = Math.sqrt(state.reduce((sum, value) => sum + value * value, 0));
  return norms;
}

/** The product of the decays behind each token, up to the last: what is left of what it wrote. [n] */
export function leftAtEnd(decays: Float32Array): Float32Array<ArrayBuffer> {
  const left = new Float32Array(decays.length);
  let sum = 0;
  for (let token = decays.length - 1; token >= 0; token--) {
    left[token] = Math.exp(sum);
    sum += decays[token];
  }
  return left;
}
