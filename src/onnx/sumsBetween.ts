// Sums of what stands between two places of a row. Knows no Transformer.
import onnxProto from 'onnx-proto';
import type { Graph, Value } from './graph.ts';

const { DOUBLE } = onnxProto.onnx.TensorProto.DataType;

export interface Sums {
  /** Of the first number to each one: [rows, n, 1] */
  readonly untilNow: Value;
  /** Of those behind place s up to place t, for every t and s; their negatives where s stands behind t. [rows, n, n] */
  readonly between: Value;
}

/**
 * The sums are made in double precision and kept as two float32 each. Differences of large sums would have few right digits
 * otherwise: between two tokens at -12,800 float32 tells nothing below 0.001. [rows, n] →
 */
export function sumsBetween(g: Graph, x: Value): Sums {
  const sums = g.node('CumSum', [asDoubles(g, x), g.integers([1])]);
  const high = g.toFloat(sums);
  const low = g.toFloat(g.subtract(sums, asDoubles(g, high)));
  const differences = (of: Value) => g.subtract(g.reshape(of, [0, -1, 1]), g.reshape(of, [0, 1, -1]));
  return { untilNow: g.reshape(high, [0, -1, 1]), between: g.add(differences(high), differences(low)) };
}

function asDoubles(g: Graph, x: Value): Value {
  return g.node('Cast', [x], { to: DOUBLE });
}
