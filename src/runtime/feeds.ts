// What goes into a graph: tensors by the names of its inputs. A tensor is plain data, so that its maker need not load a
// runtime. Knows no graph.

/**
 * Numbers in row-major order: with dims [2, 3] data[3] is the first number of the second row. `data` may be a view of a
 * larger buffer. It stays its maker's: a run does not copy it, so that it must not change before the run has ended.
 */
export interface FloatTensor<Memory extends ArrayBufferLike = ArrayBufferLike> {
  readonly type: 'float32';
  readonly data: Float32Array<Memory>;
  readonly dims: readonly number[];
}

/** Ids, positions and shapes are int64 in ONNX. JavaScript has 64-bit integers only as BigInt. */
export interface IntegerTensor {
  readonly type: 'int64';
  readonly data: BigInt64Array;
  readonly dims: readonly number[];
}

/** The tensors of one run by the names of the graph's inputs, which all have to be there. */
export type Feeds = Readonly<Record<string, FloatTensor | IntegerTensor>>;

/** Floating point numbers as a tensor of that shape, whose product must be data.length. */
export function floats<Memory extends ArrayBufferLike>(
  data: Float32Array<Memory>,
  dims: readonly number[],
): FloatTensor<Memory> {
  return { type: 'float32', data, dims };
}

/** Whole numbers as a tensor of one dimension. [values.length] */
export function integers(values: readonly number[]): IntegerTensor {
  return { type: 'int64', data: BigInt64Array.from(values, BigInt), dims: [values.length] };
}
