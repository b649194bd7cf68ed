// The entries of a GGUF file's vocabulary as the file has them.
import type { Metadata } from '../../checkpoint/gguf/metadata.ts';
import type { JsonFields } from '../jsonFields.ts';

/** Kinds of tokens as llama.cpp numbers them; all others are ordinary entries, bytes and such without use. */
export const KIND = { normal: 1, unknown: 2, control: 3, userDefined: 4, unused: 5, byte: 6 } as const;

export interface ListedToken {
  readonly text: string;
  readonly kind: number;
}

/** The ids by text, as a tokenizer.json has them. */
export function vocabularyOf(tokens: readonly ListedToken[]): ReadonlyMap<string, number> {
  const ids = new Map<string, number>();
  for (let id = 0; id < tokens.length; id++) ids.set(tokens[id].text, id);
  return ids;
}

/** A score for each token. Fails with gguf-header, tokenizer-invalid. */
export function scoresOf(metadata: Metadata, tokens: readonly ListedToken[], fields: JsonFields): readonly number[] {
  const scores = metadata.numbers(SCORES) ?? [];
  if (scores.length === tokens.length) return scores;
  throw fields.invalid(`has ${scores.length} entries, and there are ${tokens.length} tokens`, SCORES);
}

const SCORES = 'tokenizer.ggml.scores';
