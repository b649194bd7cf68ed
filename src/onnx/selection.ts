// Operators that choose, weigh, sort and count, as papers would write them. Knows no Transformer.
import onnxProto from 'onnx-proto';
import type { Graph, Value } from './graph.ts';

const { FLOAT, INT64 } = onnxProto.onnx.TensorProto.DataType;

/** The k largest of each row and where they stand, the largest first: [n, m] → [n, k], int64 [n, k] */
export function largest(g: Graph, x: Value, k: number): [values: Value, places: Value] {
  const [values, places] = g.nodes('TopK', [x, g.integers([k])], { axis: -1 }, 2);
  return [values, places];
}

/** Where the smallest stands, the next one, …; equal ones in their order. [30, 10, 20] → [1, 2, 0]. int64 [n] → int64 [n] */
export function ascending(g: Graph, x: Value): Value {
  return g.nodes('TopK', [x, g.node('Shape', [x])], { axis: 0, largest: 0 }, 2)[1];
}

/** How often each of the numbers 0 … count - 1 is there: [0, 2, 2] → [1, 0, 2]. int64 [n] → int64 [count] */
export function countsOf(g: Graph, numbers: Value, count: number): Value {
  const places = g.node('OneHot', [numbers, g.integers([count]), g.integers([0, 1])]); // [n, count]
  return g.node('ReduceSum', [places, g.integers([0])], { keepdims: 0 });
}

/** The sums along an axis, which is kept with a size of 1 where `kept`. */
export function sumOver(g: Graph, x: Value, axis: number, kept = false): Value {
  return g.node('ReduceSum', [x, g.integers([axis])], { keepdims: kept ? 1 : 0 });
}

/** Whole numbers as float32, as outputs of graphs are. */
export function asFloats(g: Graph, x: Value): Value {
  return g.node('Cast', [x], { to: FLOAT });
}

/** Truth values as 0 and 1, and numbers without what stands behind the point. */
export function int64(g: Graph, x: Value): Value {
  return g.node('Cast', [x], { to: INT64 });
}

/** A matrix without rows: [0, width] */
export function noRows(g: Graph, width: number): Value {
  return g.node('ConstantOfShape', [g.integers([0, width])]);
}

/** Over the last axis: each row sums to 1. */
export function softmax(g: Graph, x: Value): Value {
  return g.node('Softmax', [x], { axis: -1 });
}
