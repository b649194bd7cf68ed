// Products with matrices that quantise.ts makes while a model is loaded, by onnxruntime's MatMulNBits. Knows no Transformer.
import type { Graph, Value } from './graph.ts';
import { namesOf } from './messages.ts';
import { BLOCK_SIZE, type QuantisedMatrix, quantisedBytes } from './quantise.ts';

/**
 * How MatMulNBits may round x: 4 = to 8 bits, block by block, for the processor's integer units; 1 = not at all. With 4
 * a token of 238 million weights takes 13 ms instead of 214 (int8) or 99 (int4). It costs accuracy: logits of the first
 * embedded model are off by 0.037 instead of 0.020 (root mean square) with int8, by 0.276 instead of 0.273 with int4.
 */
const ACCURACY_LEVEL = 4;

/** x · Wᵀ + b with W quantised: [n, in] → [n, out] */
export function quantisedProduct(g: Graph, x: Value, matrix: QuantisedMatrix, bias?: Value): Value {
  g.tensors.add(matrix.tensor);
  g.quantised.push(matrix);
  g.keptBytes.set(`${matrix.tensor.name} quantised`, quantisedBytes(matrix));
  const { packed, scales } = namesOf(matrix);
  // An optional input is left out by an empty name: zero_points, which is then 2^(bits - 1), and g_idx.
  const input = [x, packed, scales, ...(bias === undefined ? [] : ['', '', bias])];
  const { inputs: K, outputs: N, bits } = matrix;
  const attributes = { K, N, bits, block_size: BLOCK_SIZE, accuracy_level: ACCURACY_LEVEL };
  return g.contrib('MatMulNBits', input as Value[], attributes);
}
