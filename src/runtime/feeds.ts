// What goes into a graph: tensors by the names of its inputs. Plain data, so that whoever makes them loads no runtime.

export interface FloatTensor<Memory extends ArrayBufferLike = ArrayBufferLike> {
  readonly type: 'float32';
  readonly data: Float32Array<Memory>;
  readonly dims: readonly number[];
}

export interface IntegerTensor {
  readonly type: 'int64';
  readonly data: BigInt64Array;
  readonly dims: readonly number[];
}

export type Feeds = Readonly<Record<string, FloatTensor | IntegerTensor>>;

export function floats<Memory extends ArrayBufferLike>(
  data: Float32Array<Memory>,
  dims: readonly number[],
): FloatTensor<Memory> {
  return { type: 'float32', data, dims };
}

/** A vector of whole numbers. [values.length] */
export function integers(values: readonly number[]): IntegerTensor {
  return { type: 'int64', data: BigInt64Array.from(values, BigInt), dims: [values.length] };
}
