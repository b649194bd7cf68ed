// What a model's files say about it in words and numbers: the metadata of GGUF and of safetensors, and config.json, every value
// written short. Anybody may have written them.
import { dirname, join } from 'node:path';
import type { Metadata } from '../checkpoint/gguf/metadata.ts';
import { type JsonObject, readOptionalJsonObject } from '../checkpoint/jsonFile.ts';
import { readSafetensorsMetadata } from '../checkpoint/safetensors.ts';
import { isFailure } from '../contract/failure.ts';

const MAX_CONFIG_BYTES = 10_000_000;
const MOST_PAIRS = 500;
const MOST_CHARACTERS = 200;

/** Programs that train write their whole settings there, as one text. */
const MOST_OF_TEXT = 20_000;

type Pairs = readonly (readonly [key: string, value: string])[];

export async function metadataPairs(path: string, metadata: Metadata | undefined): Promise<Pairs> {
  const pairs = metadata ? ofMetadata(metadata) : Object.entries(await configBeside(path));
  return pairs.slice(0, MOST_PAIRS).map(([key, value]) => [key, short(value)] as const);
}

/** `__metadata__` of a safetensors file. Fails like readSafetensorsMetadata(). */
export async function safetensorsPairs(file: string): Promise<Pairs> {
  const pairs = await readSafetensorsMetadata(file);
  return pairs.slice(0, MOST_PAIRS).map(([key, text]) => [cut(key, MOST_CHARACTERS), cut(text, MOST_OF_TEXT)] as const);
}

/** What it is called, and how much text it reads; undefined is what is not said. */
export async function modelWords(path: string, metadata: Metadata | undefined) {
  if (metadata) {
    const architecture = textOf(metadata.value('general.architecture'));
    const context = metadata.value(`${architecture}.context_length`);
    return { name: textOf(metadata.value('general.name')), architecture, context: sizeOf(context) };
  }
  const { _name_or_path: name, model_type: type, max_position_embeddings: context } = await configBeside(path);
  return { name: textOf(name), architecture: textOf(type), context: sizeOf(context) };
}

/** No fields where there is none, or it cannot be read: what is wrong with it is said where the model is opened. */
async function configBeside(path: string): Promise<JsonObject> {
  try {
    return await readOptionalJsonObject(join(dirname(path), 'config.json'), MAX_CONFIG_BYTES);
  } catch (failure) {
    if (isFailure(failure)) return {};
    throw failure;
  }
}

/** Lists are long, and their length is known without reading them. */
function ofMetadata(metadata: Metadata): readonly (readonly [string, unknown])[] {
  return metadata.keys().map((key) => {
    const length = metadata.length(key);
    return [key, length === undefined ? metadata.value(key) : `[${length}]`] as const;
  });
}

function short(value: unknown): string {
  const text = typeof value === 'string' ? value : typeof value === 'bigint' ? String(value) : JSON.stringify(value);
  return cut(text, MOST_CHARACTERS);
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, MOST_CHARACTERS) : undefined;
}

function sizeOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}
