// Initializers whose numbers have to be made, since onnxruntime cannot read them where they are: they are read from the file,
// put into the form that an operator wants, and are then inside the graph. Knows no operator.
import type onnxProto from 'onnx-proto';
import { readFloats, type TensorEntry } from '../checkpoint/safetensors.ts';
import { type BlockForm, blockInitializers } from './blockInitializers.ts';
import { floatInitializer } from './messages.ts';
import { scalesInitializers, tileInitializers } from './packedInitializers.ts';
import type { Tile } from './tiles.ts';

/** A tensor of the checkpoint, as float32, with the blocks of its file, a tile of it in half precision, or its scales alone. */
export interface MadeTensor {
  readonly tensor: TensorEntry;
  readonly form: 'float32' | BlockForm | 'scales' | Tile;
}

/** What tells it from others that are made. */
export function keyOf({ tensor, form }: MadeTensor): string {
  return `${tensor.name} ${typeof form === 'object' ? `from ${form.first}` : form}`;
}

/** Fails like readFloats(). */
export async function madeInitializers({ tensor, form }: MadeTensor): Promise<readonly onnxProto.onnx.ITensorProto[]> {
  if (form === 'float32') return [floatInitializer(tensor, await readFloats(tensor))];
  if (form === 'scales') return await scalesInitializers(tensor);
  return typeof form === 'object' ? await tileInitializers(tensor, form) : await blockInitializers(tensor, form);
}
