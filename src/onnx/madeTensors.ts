// Initializers whose numbers have to be made, since onnxruntime cannot read them where they are: they are read from the file,
// put into the form that an operator wants, and are then inside the graph. Knows no operator.
import type onnxProto from 'onnx-proto';
import { readFloats, type TensorEntry } from '../checkpoint/safetensors.ts';
import { type BlockForm, blockInitializers } from './blockInitializers.ts';
import { floatInitializer } from './messages.ts';

/** A tensor of the checkpoint, as float32 or with the blocks of its file. */
export interface MadeTensor {
  readonly tensor: TensorEntry;
  readonly form: 'float32' | BlockForm;
}

/** Fails like readFloats(). */
export async function madeInitializers({ tensor, form }: MadeTensor): Promise<readonly onnxProto.onnx.ITensorProto[]> {
  return form === 'float32'
    ? [floatInitializer(tensor, await readFloats(tensor))]
    : await blockInitializers(tensor, form);
}
