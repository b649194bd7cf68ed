// Chooses the model of words that tokenizer.json names, one file each. What is not in the list is refused by name.
import type { JsonFields } from '../jsonFields.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { bytePair } from './bytePair.ts';
import { memoized } from './memoized.ts';
import { unigram } from './unigram.ts';
import type { WordModel } from './wordModel.ts';
import { wordPiece } from './wordPiece.ts';

export type ModelType = 'BPE' | 'Unigram' | 'WordPiece';

const MAKERS: Readonly<
  Record<ModelType, (fields: JsonFields, vocabulary: Vocabulary, byteLevel: boolean) => WordModel>
> = {
  BPE: bytePair,
  Unigram: unigram,
  WordPiece: wordPiece,
};

/** Older files leave the type out: only BPE has merges, only Unigram scores. Fails with tokenizer-invalid. */
export function modelTypeOf(fields: JsonFields): ModelType {
  const { merges, vocab } = fields.values;
  const implied = Array.isArray(merges) ? 'BPE' : Array.isArray(vocab) ? 'Unigram' : 'WordPiece';
  return fields.choice('type', Object.keys(MAKERS) as ModelType[], implied);
}

/** Fails with tokenizer-invalid. */
export function wordModelOf(fields: JsonFields, vocabulary: Vocabulary, byteLevel: boolean): WordModel {
  const type = modelTypeOf(fields);
  if (byteLevel && type !== 'BPE')
    throw fields.invalid(`is ${type} over the byte-level alphabet, which Tokenscope has for BPE only`, 'type');
  return memoized(MAKERS[type](fields, vocabulary, byteLevel));
}
