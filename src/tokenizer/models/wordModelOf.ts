// Chooses the model of words that tokenizer.json names, one file each. What is not in the list is refused by name.
import type { Settings } from '../jsonFields.ts';
import type { Vocabulary } from '../vocabulary.ts';
import { bytePair } from './bytePair.ts';
import { unigram } from './unigram.ts';
import { remembered } from './wordCache.ts';
import type { WordModel } from './wordModel.ts';
import { wordPiece } from './wordPiece.ts';

export type ModelType = 'BPE' | 'Unigram' | 'WordPiece';

const MAKERS: Readonly<
  Record<ModelType, (settings: Settings, vocabulary: Vocabulary, byteLevel: boolean) => WordModel>
> = {
  BPE: bytePair,
  Unigram: unigram,
  WordPiece: wordPiece,
};

/** Older files leave the type out: only BPE has merges, only Unigram scores. Fails with tokenizer-invalid. */
export function modelTypeOf(settings: Settings): ModelType {
  const { merges, vocab } = settings.values;
  const type = settings.text('type', Array.isArray(merges) ? 'BPE' : Array.isArray(vocab) ? 'Unigram' : 'WordPiece');
  if (!Object.hasOwn(MAKERS, type)) throw settings.unsupported('type', Object.keys(MAKERS));
  return type as ModelType;
}

/** Fails with tokenizer-invalid. */
export function wordModelOf(settings: Settings, vocabulary: Vocabulary, byteLevel: boolean): WordModel {
  const type = modelTypeOf(settings);
  if (byteLevel && type !== 'BPE')
    throw settings.invalid(`is ${type} over the byte-level alphabet, which Tokenscope has for BPE only`, 'type');
  return remembered(MAKERS[type](settings, vocabulary, byteLevel));
}
