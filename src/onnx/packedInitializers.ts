// Initializers of matrices of floats of few bits, for the products of packedProduct.ts. Knows no graph.
import onnxProto from 'onnx-proto';
import type { TensorEntry } from '../checkpoint/safetensors.ts';
import { floatInitializer } from './messages.ts';
import { type Tile, tileName } from './tiles.ts';

const { DataType } = onnxProto.onnx.TensorProto;

/** Some rows in half precision [rows, width] and their scales [rows, scales of a row]. Fails like readFloats(). */
export async function tileInitializers(
  tensor: TensorEntry,
  { first, rows }: Tile,
): Promise<readonly onnxProto.onnx.ITensorProto[]> {
  const float8 = tensor.packing?.float8;
  if (!float8) throw new Error(`${tensor.name} has no floats of 8 bits`);
  const [width, across] = [tensor.shape[1], tensor.shape[1] / float8.columns];
  const halves = await float8.halves(first, rows);
  const scales = await float8.scales(first, rows);
  const rawData = new Uint8Array(halves.buffer);
  return [
    { name: tileName(tensor, first, 'halves'), dims: [rows, width], dataType: DataType.FLOAT16, rawData },
    floatInitializer({ name: tileName(tensor, first, 'scales'), shape: [rows, across] }, scales),
  ];
}

/** Fails like readFloats(). */
export async function scalesInitializers(tensor: TensorEntry): Promise<readonly onnxProto.onnx.ITensorProto[]> {
  const scales = await tensor.packing?.normalFloat?.scales();
  if (!scales) throw new Error(`${tensor.name} has no scales`);
  return [floatInitializer({ name: tileName(tensor, 0, 'scales'), shape: [scales.length] }, scales)];
}
