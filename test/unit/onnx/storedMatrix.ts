// A safetensors file with one matrix in it, and what a product with it must be, computed the slow way.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFloats, readSafetensorsHeader } from '../../../src/checkpoint/safetensors.ts';
import type { Precision } from '../../../src/contract/engineOptions.ts';
import { Graph } from '../../../src/onnx/graph.ts';
import { floats } from '../../../src/runtime/feeds.ts';
import { OnnxSession } from '../../../src/runtime/onnxSession.ts';
import { linear, type WeightMatrix } from '../../../src/transformer/layers/linear.ts';

export interface Written {
  readonly folder: string;
  readonly dtype: 'F32' | 'F16' | 'BF16';
  readonly shape: readonly [number, number];
  readonly transposed: boolean;
}

/** Numbers that look random; 16 bits of each of them are kept in half precision. */
export async function writeMatrix({ folder, dtype, shape, transposed }: Written): Promise<WeightMatrix> {
  const count = shape[0] * shape[1];
  const values = Float32Array.from({ length: count }, (_, i) => Math.sin(i * 12.9898) * 0.5);
  const bits = new Uint32Array(values.buffer);
  const stored = {
    F32: () => values,
    BF16: () => Uint16Array.from(bits, (one) => one >>> 16),
    F16: () => Uint16Array.from(bits, float16),
  }[dtype]();
  const file = await writeTensor(folder, dtype, shape, stored);
  const tensor = (await readSafetensorsHeader(file)).get('w');
  if (!tensor) throw new Error('no tensor');
  return { tensor, transposed };
}

/** A file with the tensor w, of numbers as they are stored. Returns its path. */
export async function writeTensor(
  folder: string,
  dtype: string,
  shape: readonly [number, number],
  stored: Float32Array | Uint16Array,
): Promise<string> {
  const header = { w: { dtype, shape, data_offsets: [0, stored.byteLength] } };
  const json = Buffer.from(JSON.stringify(header));
  const file = join(folder, `${dtype}-${shape.join('x')}.safetensors`);
  const length = new Uint8Array(new BigUint64Array([BigInt(json.length)]).buffer);
  await writeFile(file, Buffer.concat([length, json, new Uint8Array(stored.buffer)]));
  return file;
}

/** x · W + b through onnxruntime, with W kept so. */
export async function product(matrix: WeightMatrix, precision: Precision, x: Float32Array, bias?: Float32Array) {
  const { inputs, outputs } = sizes(matrix);
  const g = new Graph(precision);
  const b = bias && g.input('b', 'float32', [outputs]);
  g.output('y', linear(g, g.input('x', 'float32', ['n', inputs]), matrix, b), ['n', outputs]);
  const session = await OnnxSession.open(g, 'product', join(matrix.tensor.storedIn, '..'));
  const n = x.length / inputs;
  const feeds = { x: floats(x, [n, inputs]), ...(bias && { b: floats(bias, [outputs]) }) };
  const { y } = await session.run(feeds, ['y']);
  await session.release();
  return y;
}

/** The same by hand: [n, outputs] */
export async function productByHand(matrix: WeightMatrix, x: Float32Array, bias?: Float32Array): Promise<Float32Array> {
  const { inputs, outputs } = sizes(matrix);
  const w = await readFloats(matrix.tensor);
  return Float32Array.from({ length: (x.length / inputs) * outputs }, (_, i) => {
    const [row, output] = [Math.floor(i / outputs), i % outputs];
    let sum = bias?.[output] ?? 0;
    for (let input = 0; input < inputs; input++) {
      sum += x[row * inputs + input] * w[matrix.transposed ? output * inputs + input : input * outputs + output];
    }
    return sum;
  });
}

export function sizes({ tensor, transposed }: WeightMatrix): { readonly inputs: number; readonly outputs: number } {
  const [rows, columns] = tensor.shape;
  return transposed ? { inputs: columns, outputs: rows } : { inputs: rows, outputs: columns };
}

/** Of a float32's bits, from 2^-14 to 65504, cut off: 1 sign, 5 exponent, 10 fraction bits. */
function float16(bits: number): number {
  const exponent = ((bits >>> 23) & 0xff) - 112;
  return exponent <= 0 ? 0 : ((bits >>> 16) & 0x8000) | (exponent << 10) | ((bits >>> 13) & 0x3ff);
}
