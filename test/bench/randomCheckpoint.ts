// Writes a checkpoint of any shape with random weights, once. Knows the file format, no benchmark.

import { existsSync } from 'node:fs';
import { mkdir, open, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seededRandom } from '../../src/explain/seededRandom.ts';
import type { ModelShapes, TensorShape } from './modelShapes.ts';

export type RandomDtype = 'F32' | 'F16' | 'BF16';

/** Writes config.json and model.safetensors into the folder, unless they are there, and gives the folder. */
export async function randomCheckpoint(
  folder: string,
  { config, tensors, scales = {} }: ModelShapes,
  dtype: RandomDtype = 'F32',
): Promise<string> {
  if (existsSync(join(folder, 'model.safetensors'))) return folder;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'config.json'), JSON.stringify(config, null, 2));
  const scaleOf = (name: string) => Object.entries(scales).find(([end]) => name.endsWith(end))?.[1] ?? 1;
  await writeWeights(join(folder, 'model.safetensors'), tensors, dtype, scaleOf);
  return folder;
}

async function writeWeights(
  file: string,
  tensors: readonly TensorShape[],
  dtype: RandomDtype,
  scaleOf: (name: string) => number,
): Promise<void> {
  let end = 0;
  const header: Record<string, unknown> = {};
  for (const [name, shape] of tensors) {
    const begin = end;
    end += sizeOf(shape) * (dtype === 'F32' ? 4 : 2);
    header[name] = { dtype, shape, data_offsets: [begin, end] };
  }
  const json = Buffer.from(JSON.stringify(header).padEnd(Math.ceil(JSON.stringify(header).length / 8) * 8));
  const handle = await open(`${file}.part`, 'w');
  await handle.write(new BigUint64Array([BigInt(json.length)]));
  await handle.write(json);
  const noise = noiseSource();
  for (const [name, shape] of tensors) {
    const values = VALUES[dtype](name, sizeOf(shape), noise);
    const scale = scaleOf(name);
    await handle.write(scale === 1 ? values : values.map((value) => scale * value));
  }
  await handle.close();
  await rename(`${file}.part`, file); // so that a run that is stopped leaves no half file under this name
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b);
}

/** The gains of norms are 1; everything else is small noise, as at the beginning of training. */
const VALUES: Readonly<
  Record<RandomDtype, (name: string, count: number, noise: () => number) => Float32Array | Uint16Array>
> = {
  F32: (name, count, noise) => Float32Array.from({ length: count }, () => (isGain(name) ? 1 : noise() * 0.04)),
  // 1, or any sign and fraction with an exponent of 2^-7 or 2^-6: 0.0078 to 0.031
  F16: (name, count, noise) => halves(count, () => (isGain(name) ? 0x3c00 : bits(noise, 0x2000, 11))),
  BF16: (name, count, noise) => halves(count, () => (isGain(name) ? 0x3f80 : bits(noise, 0x3c00, 8))),
};

function halves(count: number, next: () => number): Uint16Array {
  const values = new Uint16Array(count);
  for (let i = 0; i < count; i++) values[i] = next();
  return values;
}

/** The bits of a half-precision number: a random sign, and `random` random bits added to the smallest number. */
function bits(noise: () => number, smallest: number, random: number): number {
  const all = (noise() + 0.5) * 2 ** (random + 1);
  return ((all & (1 << random)) << (15 - random)) | (smallest + (all & ((1 << random) - 1)));
}

function isGain(name: string): boolean {
  return /(ln_\w+|norm)\.weight$/.test(name);
}

/** Uniform in [-0.5, 0.5) from a fixed seed, so that every machine has the same weights. */
function noiseSource(): () => number {
  const random = seededRandom(20261123);
  return () => random() - 0.5;
}
