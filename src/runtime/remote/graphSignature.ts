// What goes into a graph and comes out of it, read back from its ONNX bytes, in the words of the Open Inference
// Protocol. Knows no operators and no server.
import onnxProto from 'onnx-proto';
import type { Dimension } from '../../onnx/messages.ts';

const { onnx } = onnxProto;
const { DataType } = onnx.TensorProto;

/** https://github.com/kserve/open-inference-protocol/blob/main/specification/protocol/inference_rest.md: those that graphs have. */
const DATATYPES = new Map<number | null | undefined, Datatype>([
  [DataType.FLOAT, 'FP32'],
  [DataType.INT64, 'INT64'],
]);
export type Datatype = 'FP32' | 'INT64';

export interface TensorSignature {
  readonly name: string;
  readonly datatype: Datatype;
  readonly shape: readonly Dimension[];
}

export interface GraphSignature {
  readonly inputs: readonly TensorSignature[];
  readonly outputs: readonly TensorSignature[];
}

/** `model`: what Graph.encode() writes. */
export function signatureOf(model: Uint8Array): GraphSignature {
  const { graph } = onnx.ModelProto.decode(model);
  return { inputs: (graph?.input ?? []).map(tensorOf), outputs: (graph?.output ?? []).map(tensorOf) };
}

function tensorOf({ name, type }: onnxProto.onnx.IValueInfoProto): TensorSignature {
  const datatype = DATATYPES.get(type?.tensorType?.elemType);
  if (!name || !datatype) throw new Error(`${name}: no number type of a graph's inputs and outputs`);
  const shape = type?.tensorType?.shape?.dim ?? [];
  return { name, datatype, shape: shape.map(({ dimParam, dimValue }) => dimParam || Number(String(dimValue))) };
}

/** Sizes known at run time, by the names they have in a graph: 'n', 'slots', 'slots + n'. */
export type KnownSizes = ReadonlyMap<string, number>;

/** What the inputs' actual shapes say about the sizes they name. */
export function knownSizes(
  inputs: readonly TensorSignature[],
  shapeOf: (name: string) => readonly number[],
): KnownSizes {
  const named = inputs.flatMap(({ name, shape }) => shape.map((size, i) => [size, shapeOf(name)[i]] as const));
  return new Map(named.filter((pair): pair is [string, number] => typeof pair[0] === 'string'));
}

/** With numbers for names. */
export function sized(shape: readonly Dimension[], sizes: KnownSizes): number[] {
  return shape.map((size) => {
    const known = typeof size === 'number' ? size : sizes.get(size);
    if (known === undefined) throw new Error(`no input says how large ${size} is`);
    return known;
  });
}
