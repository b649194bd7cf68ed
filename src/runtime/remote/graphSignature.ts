// The inputs and outputs of a graph, read back from its ONNX bytes and described as the Open Inference Protocol does
// it. A server is held to this description, and answers are measured by it. Knows no operators and no server.
import onnxProto from 'onnx-proto';
import type { Dimension } from '../../onnx/messages.ts';

const { onnx } = onnxProto;
const { DataType } = onnx.TensorProto;

/**
 * The protocol's names for the element types that inputs and outputs of graphs have ("Tensor Data Types" in
 * https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md).
 */
const DATATYPES = new Map<number | null | undefined, Datatype>([
  [DataType.FLOAT, 'FP32'],
  [DataType.INT64, 'INT64'],
]);
export type Datatype = 'FP32' | 'INT64';

export interface TensorSignature {
  readonly name: string;
  readonly datatype: Datatype;
  /** Its sizes, with names for those that are known only at run time: ['n', 768]. */
  readonly shape: readonly Dimension[];
}

export interface GraphSignature {
  readonly inputs: readonly TensorSignature[];
  readonly outputs: readonly TensorSignature[];
}

/** The signature of a model as Graph.encode() writes it. Another element type than FLOAT or INT64 is a bug. */
export function signatureOf(model: Uint8Array): GraphSignature {
  const { graph } = onnx.ModelProto.decode(model);
  return { inputs: (graph?.input ?? []).map(tensorOf), outputs: (graph?.output ?? []).map(tensorOf) };
}

function tensorOf({ name, type }: onnxProto.onnx.IValueInfoProto): TensorSignature {
  const datatype = DATATYPES.get(type?.tensorType?.elemType);
  if (!name || !datatype) throw new Error(`${name}: no number type of a graph's inputs and outputs`);
  const shape = type?.tensorType?.shape?.dim ?? [];
  // A dimension has a name or a number. protobufjs may read the number, an int64, as an object, which prints like it.
  return { name, datatype, shape: shape.map(({ dimParam, dimValue }) => dimParam || Number(String(dimValue))) };
}

/**
 * Sizes that are known at run time, by the names that they have in a graph: 'n', 'slots', 'slots + n'. The last one is
 * a name like the others, and is not computed from them.
 */
export type KnownSizes = ReadonlyMap<string, number>;

/** The named sizes, read off the actual shapes of inputs: residual ['n', 768] is fed as [5, 768], so that n = 5. */
export function knownSizes(
  inputs: readonly TensorSignature[],
  shapeOf: (name: string) => readonly number[],
): KnownSizes {
  const named = inputs.flatMap(({ name, shape }) => shape.map((size, i) => [size, shapeOf(name)[i]] as const));
  return new Map(named.filter((pair): pair is [string, number] => typeof pair[0] === 'string'));
}

/** A shape with numbers in place of names: ['n', 768] with n = 5 → [5, 768]. An unknown name is a bug. */
export function sized(shape: readonly Dimension[], sizes: KnownSizes): number[] {
  return shape.map((size) => {
    const known = typeof size === 'number' ? size : sizes.get(size);
    if (known === undefined) throw new Error(`no input says how large ${size} is`);
    return known;
  });
}
