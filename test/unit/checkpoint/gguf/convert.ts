// A checkpoint of Hugging Face's as a GGUF file of float32 numbers, with the keys, the names and the changes of llama.cpp's
// converter (conversion/*.py there), written anew from what it does. Reads config.json, knows no Tokenscope.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readFloats, readSafetensorsHeader } from '../../../../src/checkpoint/safetensors.ts';
import { floats, ggufBytes, type Written, type WrittenTensor } from './ggufBytes.ts';

interface Config {
  readonly [key: string]: never;
}

type Numbers = ArrayLike<number>;
type Change = (values: Numbers, shape: readonly number[], config: Config) => Numbers;

export interface Converted {
  /** general.architecture */
  readonly name: string;
  /** Names of tensors, Hugging Face's as expressions. */
  readonly names: readonly (readonly [RegExp, string])[];
  readonly keys: (config: Config) => Readonly<Record<string, Written | undefined>>;
  /** By Hugging Face's names. */
  readonly changes?: readonly (readonly [RegExp, Change])[];
  readonly tensors?: (config: Config) => readonly WrittenTensor[];
  /** Keys without the architecture's name in front, as a tokenizer's are. */
  readonly metadata?: Readonly<Record<string, Written>>;
}

export async function writeAsGguf(folder: string, file: string, as: Converted): Promise<void> {
  const config = JSON.parse(await readFile(join(folder, 'config.json'), 'utf8')) as Config;
  const tensors: WrittenTensor[] = [...(as.tensors?.(config) ?? [])];
  for (const [name, tensor] of await readSafetensorsHeader(join(folder, 'model.safetensors'))) {
    const [pattern, written] = as.names.find(([each]) => each.test(name)) ?? [];
    if (!pattern || written === undefined) continue;
    const values = await readFloats(tensor);
    const change = as.changes?.find(([each]) => each.test(name))?.[1];
    const turned = change === transpose ? tensor.shape.toReversed() : tensor.shape;
    const changed = change ? change(values, tensor.shape, config) : values;
    tensors.push(floats(name.replace(pattern, written), turned, changed));
  }
  tensors.push(...stacked(tensors.splice(0)));
  const keys = Object.entries(as.keys(config)).flatMap(([key, value]) =>
    value === undefined ? [] : [[`${as.name}.${key}`, value] as const],
  );
  const metadata = { 'general.architecture': as.name, ...Object.fromEntries(keys), ...as.metadata };
  await writeFile(file, ggufBytes({ metadata, tensors }));
}

/** Experts of one layer, which are called so to the last but for #0, #1, …, stand on one another. */
function stacked(tensors: readonly WrittenTensor[]): readonly WrittenTensor[] {
  const byName = new Map<string, WrittenTensor[]>();
  for (const tensor of tensors) {
    const [name, expert] = tensor.name.split('#');
    const of = byName.get(name) ?? [];
    byName.set(name, of);
    of[Number(expert ?? 0)] = tensor;
  }
  return Array.from(byName, ([name, of]) =>
    of[0].name === name
      ? of[0]
      : { ...of[0], name, shape: [of.length, ...of[0].shape], bytes: Buffer.concat(of.map(({ bytes }) => bytes)) },
  );
}

/** [in, out] → [out, in] */
export const transpose: Change = (values, [rows, columns]) =>
  Float32Array.from({ length: rows * columns }, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]);

export const plusOne: Change = (values) => Array.from(values, (value) => value + 1);

/** reshape(heads, 2, half, …).swapaxes(1, 2) */
export function permuted(heads: string): Change {
  return (values, shape, config) => {
    const dHead = shape[0] / config[heads];
    const width = values.length / shape[0];
    return Array.from({ length: values.length }, (_, i) => {
      const [row, column] = [Math.floor(i / width), i % width];
      const [head, place] = [Math.floor(row / dHead), row % dHead];
      const from = head * dHead + (place % 2) * (dHead / 2) + Math.floor(place / 2);
      return values[from * width + column];
    });
  };
}

/** reshape(heads, 3, d_head, …), then all queries, all keys, all values. */
export const byPart: Change = (values, shape, { num_attention_heads: heads }) => {
  const dHead = shape[0] / heads / 3;
  const width = values.length / shape[0];
  return Array.from({ length: values.length }, (_, i) => {
    const [row, column] = [Math.floor(i / width), i % width];
    const [part, head, place] = [Math.floor(row / (heads * dHead)), Math.floor(row / dHead) % heads, row % dHead];
    return values[((head * 3 + part) * dHead + place) * width + column];
  });
};
