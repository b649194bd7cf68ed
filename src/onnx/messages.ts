// The parts of an ONNX file: tensors, descriptions of values, attributes. Knows no graph.
// https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
import { basename } from 'node:path';
import onnxProto from 'onnx-proto';
import type { TensorEntry } from '../checkpoint/safetensors.ts';
import { BLOCK_SIZE, type Quantised, type QuantisedMatrix } from './quantise.ts';

const { onnx } = onnxProto;
const { DataType } = onnx.TensorProto;
const { AttributeType } = onnx.AttributeProto;

/** A fixed size, or the name of a size known at run time. */
export type Dimension = number | string;
export type Attribute = number | string | readonly number[] | { readonly float: number };

const ELEMENT_TYPES = { float32: DataType.FLOAT, int64: DataType.INT64 } as const;
export type ElementType = keyof typeof ELEMENT_TYPES;
const STORED_TYPES = { F32: DataType.FLOAT, F16: DataType.FLOAT16, BF16: DataType.BFLOAT16 } as const;

/** Bytes of a safetensors file as a tensor. */
export function external(
  name: string,
  { dtype, shape, storedIn, offset, bytes }: Pick<TensorEntry, 'dtype' | 'shape' | 'storedIn' | 'offset' | 'bytes'>,
): onnxProto.onnx.ITensorProto {
  return {
    name,
    dims: [...shape],
    dataType: STORED_TYPES[dtype as keyof typeof STORED_TYPES],
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

export function valueInfo(
  name: string,
  type: ElementType,
  shape: readonly Dimension[],
): onnxProto.onnx.IValueInfoProto {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: ELEMENT_TYPES[type], shape: { dim } } } };
}

export function attributeProto(name: string, value: Attribute): onnxProto.onnx.IAttributeProto {
  if (typeof value === 'number') return { name, type: AttributeType.INT, i: value };
  if (typeof value === 'string') return { name, type: AttributeType.STRING, s: new TextEncoder().encode(value) };
  if ('float' in value) return { name, type: AttributeType.FLOAT, f: value.float };
  return { name, type: AttributeType.INTS, ints: [...value] };
}
