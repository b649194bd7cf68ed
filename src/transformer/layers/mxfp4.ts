// Matrices in MXFP4, as gpt-oss is published: 32 neighbouring inputs of an output share a scale, and each weight is a
// float of 4 bits (1 sign, 2 exponent, 1 fraction). OCP Microscaling Formats 1.0, §5,
// https://www.opencompute.org/documents/ocp-microscaling-formats-mx-v1-0-spec-final-pdf: w = 2^(scale - 127) · table[code]
// They stay so in memory, at 4.25 bits a weight, and are widened when they are used: nothing is rounded. The file knows no
// names of tensors.
import onnxProto from 'onnx-proto';
import type { TensorEntry } from '../../checkpoint/safetensors.ts';
import type { Graph, Value } from '../../onnx/graph.ts';

const { FLOAT, INT32 } = onnxProto.onnx.TensorProto.DataType;

/** Inputs that share a scale. */
export const MXFP4_BLOCK = 32;
/** Twice what the codes 0 to 7 mean; 8 to 15 mean the same with a minus. */
const DOUBLED = [0, 1, 2, 3, 4, 6, 8, 12];

export interface Mxfp4Matrix {
  /** Two codes a byte, the first one in its lower half: [out, in / 2] */
  readonly codes: TensorEntry;
  readonly scales: TensorEntry; // [out, in / 32]
}

/** What all matrices of a graph look their bytes up in. */
export interface Mxfp4Tables {
  readonly pairs: Value; // [256, 2]
  readonly scales: Value; // [256]
  /** 0, as onnxruntime cannot know it: int64 [1] */
  readonly zero: Value;
}

/** `widths` is an input of the graph of whole numbers. */
export function mxfp4Tables(g: Graph, widths: Value): Mxfp4Tables {
  const doubled = (code: number) => (code < DOUBLED.length ? 1 : -1) * DOUBLED[code % DOUBLED.length];
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  const asFloats = (values: readonly number[]) => g.node('Cast', [g.integers(values)], { to: FLOAT });
  const pairs = asFloats(bytes.flatMap((byte) => [doubled(byte & 15), doubled(byte >> 4)]));
  const powers = g.node('Pow', [g.scalar(2), asFloats(bytes.map((byte) => byte - 127))]);
  const [first] = g.splitAt(widths, g.integers([1, 1]), 2, 0);
  return {
    pairs: g.reshape(g.multiply(pairs, g.scalar(0.5)), [256, 2]),
    scales: powers,
    zero: g.subtract(first, first),
  };
}

/** x Wᵀ + b: [n, in] → [n, out] */
export function mxfp4Linear(
  g: Graph,
  x: Value,
  { codes, scales }: Mxfp4Matrix,
  tables: Mxfp4Tables,
  bias: Value,
): Value {
  const [outputs, blocks] = scales.shape;
  const looked = (table: Value, tensor: TensorEntry) => g.lookUp(table, asIndices(g, tensor, tables.zero));
  const values = g.reshape(looked(tables.pairs, codes), [outputs, blocks, MXFP4_BLOCK]);
  const scaled = g.multiply(values, g.reshape(looked(tables.scales, scales), [outputs, blocks, 1]));
  return g.gemm(x, g.reshape(scaled, [outputs, blocks * MXFP4_BLOCK]), { transposed: true, bias });
}

/**
 * Bytes as whole numbers. What depends on nothing but weights would be computed when the session is opened, and be kept:
 * a first row that is known only at run time prevents it.
 */
function asIndices(g: Graph, tensor: TensorEntry, zero: Value): Value {
  const last = g.integers([tensor.shape[0]]);
  return g.node('Cast', [g.node('Slice', [g.weight(tensor), zero, last, g.integers([0])])], { to: INT32 });
}
