// The messages that an ONNX file is made of: tensors, descriptions of values, attributes. Knows no operators and no
// whole graph. All messages and their fields: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
//
// An ONNX file is one protobuf message. Protobuf writes a field as a key, which is 8 · the field's number + the kind of
// its encoding, and a value. Integers are varints: 7 bits a byte, the lowest first, where the top bit of a byte says
// that another follows. 300 is 10 0101100 in binary and so becomes the bytes AC 02. TensorProto's field 2, data_type,
// with the value FLOAT = 1 is 10 01 (hexadecimal): 8 · 2 + 0 for a varint, then 1.
// https://protobuf.dev/programming-guides/encoding
import { basename } from 'node:path';
import onnxProto from 'onnx-proto';
import { ELEMENT_BYTES, type TensorEntry } from '../checkpoint/safetensors.ts';
import { BLOCK_SIZE, type Quantised, type QuantisedMatrix } from './quantise.ts';

const { onnx } = onnxProto;
export const { DataType } = onnx.TensorProto;
const { AttributeType } = onnx.AttributeProto;

/** The version of the file format, that is of its messages; 8 is the newest that onnx-proto knows. */
const IR_VERSION = 8;
/** The version of the standard operators: it fixes their inputs and attributes. 20 is the first with Gelu. */
const OPSET = 20;
/** The domain of operators that are onnxruntime's own, with versions of their own. */
export const CONTRIB = 'com.microsoft';
const CONTRIB_OPSET = 1;

/** One size of a shape: a number, or a name for what is known only at run time. ['n', 768] is any number of rows. */
export type Dimension = number | string;
/**
 * A constant of a node besides its inputs, such as an axis. ONNX tells integers from floating point numbers, which
 * JavaScript does not: a number becomes an INT, { float } a FLOAT, and a list of numbers INTS.
 */
export type Attribute =
  | number
  | string
  | readonly number[]
  | { readonly float: number }
  | { readonly graph: onnxProto.onnx.IGraphProto };

/** The element types of a graph's inputs; its outputs are float32. */
const ELEMENT_TYPES = { float32: DataType.FLOAT, int64: DataType.INT64 } as const;
export type ElementType = keyof typeof ELEMENT_TYPES;
/**
 * The element types of weights in a checkpoint. FLOAT16 (IEEE 754 binary16) has 1 sign, 5 exponent and 10 fraction
 * bits: about 3 decimal digits, and no number above 65,504. BFLOAT16 has 1, 8 and 7 of them: it is the upper half of a
 * float32 and keeps its range, with about 2 digits.
 */
const STORED_TYPES = {
  F32: DataType.FLOAT,
  F16: DataType.FLOAT16,
  BF16: DataType.BFLOAT16,
  U8: DataType.UINT8,
} as const;

/** Whether onnxruntime can read a tensor's numbers where they are in the file. */
export function isReadInPlace({ dtype, order }: Pick<TensorEntry, 'dtype' | 'order'>): boolean {
  return Object.hasOwn(STORED_TYPES, dtype) && order === undefined;
}

/** An initializer whose numbers are inside the graph, and own their buffer. */
export function floatInitializer(
  { name, shape }: Pick<TensorEntry, 'name' | 'shape'>,
  values: Float32Array<ArrayBuffer>,
): onnxProto.onnx.ITensorProto {
  return { name, dims: [...shape], dataType: DataType.FLOAT, rawData: new Uint8Array(values.buffer) };
}

/**
 * An initializer, which is a constant of the graph with a name, whose numbers stay in the safetensors file. This is
 * ONNX's external data: the initializer has no numbers but says in which file they are, from which byte on, and how
 * many bytes they take. The file is named relative to the model's folder. Both formats store numbers row-major and
 * little-endian, so that nothing has to be converted. https://github.com/onnx/onnx/blob/main/docs/ExternalData.md
 */
export function external(
  name: string,
  { dtype, shape, storedIn, offset, bytes }: Pick<TensorEntry, 'dtype' | 'shape' | 'storedIn' | 'offset' | 'bytes'>,
): onnxProto.onnx.ITensorProto {
  const dataType = STORED_TYPES[dtype as keyof typeof STORED_TYPES];
  return { name, ...externalBytes({ storedIn, offset, bytes }, dataType, shape) };
}

/** The same for some rows of a matrix. */
export function externalRows(
  name: string,
  tensor: TensorEntry,
  first: number,
  count: number,
): onnxProto.onnx.ITensorProto {
  const width = tensor.shape[1];
  const rowBytes = width * ELEMENT_BYTES[tensor.dtype];
  const place = { offset: tensor.offset + first * rowBytes, bytes: count * rowBytes };
  return external(name, { ...tensor, ...place, shape: [count, width] });
}

/** The same for bytes of a file that are read as another type than the file has for them. */
export function externalBytes(
  { storedIn, offset, bytes }: Pick<TensorEntry, 'storedIn' | 'offset' | 'bytes'>,
  dataType: number,
  dims: readonly number[],
): onnxProto.onnx.ITensorProto {
  return {
    dims: [...dims],
    dataType,
    dataLocation: onnx.TensorProto.DataLocation.EXTERNAL,
    externalData: [
      { key: 'location', value: basename(storedIn) },
      { key: 'offset', value: String(offset) },
      { key: 'length', value: String(bytes) },
    ],
  };
}

export function namesOf({ tensor }: QuantisedMatrix) {
  return { packed: `${tensor.name} packed`, scales: `${tensor.name} scales` };
}

/**
 * A quantised matrix as two initializers: packed [outputs, blocks, BLOCK_SIZE · bits / 8] and scales [outputs, blocks].
 * Their numbers are inside the graph as raw_data (little-endian), since they were made in memory and are in no file.
 * The array of scales must own its buffer.
 */
export function quantisedInitializers(
  matrix: QuantisedMatrix,
  { packed, scales }: Quantised,
): onnxProto.onnx.ITensorProto[] {
  const { inputs, outputs, bits } = matrix;
  const blocks = Math.ceil(inputs / BLOCK_SIZE);
  const names = namesOf(matrix);
  const dims = [outputs, blocks, (BLOCK_SIZE * bits) / 8];
  return [
    { name: names.packed, dims, dataType: DataType.UINT8, rawData: packed },
    { name: names.scales, dims: [outputs, blocks], dataType: DataType.FLOAT, rawData: new Uint8Array(scales.buffer) },
  ];
}

/** Describes an input or output of a graph. Values inside a graph need no description: onnxruntime infers it. */
export function valueInfo(
  name: string,
  type: ElementType,
  shape: readonly Dimension[],
): onnxProto.onnx.IValueInfoProto {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: ELEMENT_TYPES[type], shape: { dim } } } };
}

/** The same of a branch's output, whose shape is not known. */
export function floatInfo(name: string): onnxProto.onnx.IValueInfoProto {
  return { name, type: { tensorType: { elemType: ELEMENT_TYPES.float32 } } };
}

/** Describes a single number or truth value that a loop hands to its body. */
export function scalarInfo(name: string, type: 'int64' | 'bool'): onnxProto.onnx.IValueInfoProto {
  const elemType = { int64: DataType.INT64, bool: DataType.BOOL }[type];
  return { name, type: { tensorType: { elemType, shape: { dim: [] } } } };
}

/** A whole ONNX file, with or without operators of onnxruntime's own. */
export function encodedModel(graph: onnxProto.onnx.IGraphProto, hasContrib: boolean): Uint8Array {
  return onnx.ModelProto.encode({
    irVersion: IR_VERSION,
    producerName: 'tokenscope',
    opsetImport: [{ domain: '', version: OPSET }, ...(hasContrib ? [{ domain: CONTRIB, version: CONTRIB_OPSET }] : [])],
    graph,
  }).finish();
}

export function attributeProto(name: string, value: Attribute): onnxProto.onnx.IAttributeProto {
  if (typeof value === 'number') return { name, type: AttributeType.INT, i: value };
  if (typeof value === 'string') return { name, type: AttributeType.STRING, s: new TextEncoder().encode(value) };
  if ('graph' in value) return { name, type: AttributeType.GRAPH, g: value.graph };
  if ('float' in value) return { name, type: AttributeType.FLOAT, f: value.float };
  return { name, type: AttributeType.INTS, ints: [...value] };
}
