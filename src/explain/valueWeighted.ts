// Attention weighted by what it moves: α_ij · |v_j W_O|, the length of the vector that a head adds to token i from token
// j. A weight alone says how much of a value is taken, not how much there is to take: a head that has nothing to do rests
// on the first token, whose value is short. Kobayashi et al. 2020, §3, https://arxiv.org/abs/2004.10102. v_j has its bias,
// W_O is without its own, and a norm behind attention is left out. The file knows one layer.

import { weightsByInput } from '../transformer/backwards.ts';
import { headsOf } from '../transformer/layerHeads.ts';
import type { Sequence } from '../transformer/sequence.ts';
import type { Transformer } from '../transformer/transformer.ts';
import { yieldToEventLoop } from '../transformer/yieldToEventLoop.ts';

/**
 * |v_j W_O| of every token that was read, in each head of a layer, as the token with these gates gets it where gates stand
 * behind heads: [heads][n]. gates [heads, d_value]
 */
export type ValueLengths = (gates: Float32Array | undefined) => Promise<readonly Float64Array[]>;

/**
 * A length is √(v G v) with the head's own G = W_O W_Oᵀ, [d_value, d_value], so that no vector of the stream's width is made
 * for each token. Fails with file-missing, file-unreadable, safetensors-truncated, cancelled.
 */
export async function valueLengths(
  model: Transformer,
  sequence: Sequence,
  layer: number,
  signal?: AbortSignal,
): Promise<ValueLengths> {
  const { heads, keyValueHeads, dValue } = headsOf(model.shape, layer);
  const size = dValue * model.shape.dModel;
  const weights = await weightsByInput(model.readout.blocks[layer].output); // [heads · d_value, d]
  const grams: Float64Array[] = []; // [d_value, d_value] each
  for (let head = 0; head < heads; head++) {
    grams.push(gramOf(weights.subarray(head * size, (head + 1) * size), dValue));
    await yieldToEventLoop(signal);
  }
  return async (gates) => {
    const { values, slots } = sequence.caches[layer]; // [key-value heads, slots, d_value]
    const lengths: Float64Array[] = [];
    for (const [head, gram] of grams.entries()) {
      const shared = Math.floor((head * keyValueHeads) / heads);
      const ofToken = (_: unknown, token: number) => {
        const start = (shared * slots + token) * dValue;
        const value = values.subarray(start, start + dValue);
        const passed = gates ? value.map((part, i) => part * gates[head * dValue + i]) : value;
        return Math.sqrt(Math.max(0, quadratic(gram, passed)));
      };
      lengths.push(Float64Array.from({ length: sequence.length }, ofToken));
      await yieldToEventLoop(signal); // a head of 4,000 tokens and d_head 128 takes a tenth of a second
    }
    return lengths;
  };
}

/** The middle one, or the mean of the two in the middle; 0 of none. */
export function medianOf(values: Float64Array): number {
  if (values.length === 0) return 0;
  const sorted = values.toSorted();
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** Attention of one head, each weight times the length of its value. [rows, keys] → [rows, keys] */
export function weighted(attention: Float32Array, lengths: Float64Array, keys: number): Float32Array<ArrayBuffer> {
  return Float32Array.from(attention, (weight, i) => weight * lengths[i % keys]);
}

/** M Mᵀ, the products of every two rows. [rows, columns] → [rows, rows] */
function gramOf(matrix: Float32Array, rows: number): Float64Array {
  const columns = matrix.length / rows;
  const gram = new Float64Array(rows * rows);
  for (let a = 0; a < rows; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let i = 0; i < columns; i++) sum += matrix[a * columns + i] * matrix[b * columns + i];
      gram[a * rows + b] = sum;
      gram[b * rows + a] = sum;
    }
  }
  return gram;
}

/** v G vᵀ */
function quadratic(gram: Float64Array, v: Float32Array): number {
  let sum = 0;
  for (let a = 0; a < v.length; a++) {
    let row = 0;
    for (let b = 0; b < v.length; b++) row += gram[a * v.length + b] * v[b];
    sum += v[a] * row;
  }
  return sum;
}
