// Pieces of the tools' JSON schemas. The arguments are checked by readers all the same: not every client validates.
import { OPENAI_ENCODINGS } from '../contract/tokens.ts';
import { type Reader, text, wholeNumber } from '../contract/valueReaders.ts';
import type { JsonSchema } from './agentTool.ts';

/** The longest text in a call. A client of the MCP server sends it as one line of JSON. */
export const MOST_TEXT = 4_000_000;

export const TOKENIZERS = ['model', 'embedded', ...OPENAI_ENCODINGS] as const;
export type TokenizerName = (typeof TOKENIZERS)[number];

export function objectSchema(properties: JsonSchema['properties'], required: readonly string[]): JsonSchema {
  return { type: 'object', properties, required, additionalProperties: false };
}

export const string = (description: string) => ({ type: 'string', description });
export const count = (description: string) => ({ type: 'integer', minimum: 0, description });
export const real = (description: string) => ({ type: 'number', description });
export const flag = (description: string) => ({ type: 'boolean', description });
export const listOf = (items: object, description: string) => ({ type: 'array', items, description });
export const choice = (values: readonly string[], description: string) => ({
  type: 'string',
  enum: values,
  description,
});

export function bounded(least: number, most: number, description: string) {
  return { type: 'integer', minimum: least, maximum: most, description };
}

export const TOKENIZER_SCHEMA = choice(
  TOKENIZERS,
  'Whose tokens: "model" is the model that the user chose, "embedded" the small model of Tokenscope, o200k_base is GPT-4o, GPT-4.1 and GPT-5, cl100k_base GPT-4 and GPT-3.5. Left out: what the user set.',
);
export const PATH_SCHEMA = string(
  'A path in the workspace: absolute, or relative to a folder of it. What lies elsewhere is refused.',
);
export const KIND_SCHEMA = choice(
  ['computed', 'measured by running again'],
  'What kind of answer this is: a value that was computed, or differences measured by running the model again.',
);

export const toolText: Reader<string> = text(MOST_TEXT);
export const seconds = (most: number): Reader<number> => wholeNumber(1, most);
