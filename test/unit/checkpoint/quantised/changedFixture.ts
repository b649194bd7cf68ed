// Copies of quantised fixtures that say something else of themselves, or whose tensors are others.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { copyOf, editJson, type RawTensor, readTensors, writeTensors } from '../remadeFolder.ts';

export type Json = Record<string, unknown>;
export type Change = {
  readonly config?: Json;
  readonly tensors?: Readonly<Record<string, Partial<RawTensor> | undefined>>;
};

/** The map that most changes are made to. */
export const UP = 'model.layers.0.mlp.up_proj';

/** What quantisation says of itself, and tensors; undefined takes away. */
export async function changed(fixture: string, { config = {}, tensors = {} }: Change): Promise<string> {
  const folder = await copyOf(`quantised/${fixture}`);
  await editJson(join(folder, 'config.json'), (json) => {
    for (const key of ['quantization', 'quantization_config'])
      if (json[key]) json[key] = merged(json[key] as Json, config);
  });
  const file = join(folder, 'model.safetensors');
  const stored = await readTensors(file);
  for (const [name, change] of Object.entries(tensors)) {
    const original = stored.get(name) ?? assert.fail(name);
    if (change) stored.set(name, { ...original, ...change });
    else stored.delete(name);
  }
  await writeTensors(file, stored);
  return folder;
}

function merged(into: Json, change: Json): Json {
  const entries = Object.entries(change).map(([key, value]) => {
    const both = isObject(value) && isObject(into[key]);
    return [key, both ? merged(into[key] as Json, value as Json) : value];
  });
  return { ...into, ...Object.fromEntries(entries) };
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function groupOf(group: Json): Json {
  return { config_groups: { group_0: group } };
}

export function scheme(weights: Json): Json {
  return groupOf({ weights });
}
