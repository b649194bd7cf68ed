// Makes the model that tokenizer.json names; each has a file of its own. A type that is not in the list is refused by
// name.
import type { JsonFields } from '../jsonFields.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { bytePair } from './bytePair.ts';
import { memoized } from './memoized.ts';
import { unigram } from './unigram.ts';
import { wordLevel } from './wordLevel.ts';
import type { WordModel } from './wordModel.ts';
import { wordPiece } from './wordPiece.ts';

export type ModelType = 'BPE' | 'Unigram' | 'WordLevel' | 'WordPiece';

const MAKERS: Readonly<
  Record<ModelType, (fields: JsonFields, vocabulary: Vocabulary, byteLevel: boolean) => WordModel>
> = {
  BPE: bytePair,
  Unigram: unigram,
  WordLevel: wordLevel,
  WordPiece: wordPiece,
};

/**
 * The model's type. Older files leave it out: only BPE has merges, only Unigram has a list with scores, and WordLevel
 * lacks the two fields that WordPiece must have. Fails with tokenizer-invalid.
 */
export function modelTypeOf(fields: JsonFields): ModelType {
  const { merges, vocab } = fields.values;
  const implied = Array.isArray(merges) ? 'BPE' : Array.isArray(vocab) ? 'Unigram' : wordTypeOf(fields);
  return fields.choice('type', Object.keys(MAKERS) as ModelType[], implied);
}

function wordTypeOf({ values }: JsonFields): ModelType {
  const ofWordPiece = [values.continuing_subword_prefix, values.max_input_chars_per_word];
  return ofWordPiece.every((value) => value != null) ? 'WordPiece' : 'WordLevel';
}

/** Whether a model can write words in GPT-2's alphabet by itself. Fails with tokenizer-invalid. */
export function canWriteBytes(fields: JsonFields): boolean {
  return modelTypeOf(fields) === 'BPE';
}

/**
 * The model; `byteLevel` says that it writes words in GPT-2's alphabet before they are cut, which only some can. Fails
 * with tokenizer-invalid.
 */
export function wordModelOf(fields: JsonFields, vocabulary: Vocabulary, byteLevel: boolean): WordModel {
  return memoized(MAKERS[modelTypeOf(fields)](fields, vocabulary, byteLevel));
}
