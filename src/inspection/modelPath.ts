// What explains texts with the weights of a file: the file itself, or the folder that has it among its weights.
import { basename, dirname, join } from 'node:path';
import { fileExists, readTextFile } from '../checkpoint/jsonFile.ts';
import { parseStrictJson } from '../checkpoint/strictJson.ts';
import { isFailure } from '../contract/failure.ts';
import { MAX_INDEX_BYTES, shardNames } from '../contract/shardNames.ts';

const WEIGHTS = 'model.safetensors';
const INDEX = 'model.safetensors.index.json';

/** undefined where the file is not what its folder's model is made of, as an adapter or another model's. */
export async function modelPath(file: string): Promise<string | undefined> {
  if (/\.gguf$/i.test(file)) return file;
  const folder = dirname(file);
  const name = basename(file);
  const hasSingle = await fileExists(join(folder, WEIGHTS));
  if (name === 'tokenizer.json') return hasSingle || (await fileExists(join(folder, INDEX))) ? folder : undefined;
  if (hasSingle) return name === WEIGHTS ? folder : undefined;
  return name === INDEX || (await shards(join(folder, INDEX))).includes(name) ? folder : undefined;
}

/** None where the index is missing or cannot be read: who opens it says why. */
async function shards(index: string): Promise<readonly string[]> {
  try {
    const names = shardNames(parseStrictJson(await readTextFile(index, MAX_INDEX_BYTES), index).weight_map);
    return typeof names === 'string' ? [] : names;
  } catch (failure) {
    if (isFailure(failure)) return [];
    throw failure;
  }
}
