// The simplest model: a word is one token, or the unknown one (tokenizers library, models/wordlevel). Knows words, no text.
import type { JsonFields } from '../jsonFields.ts';
import type { Vocabulary } from '../vocabulary.ts';
import type { WordModel } from './wordModel.ts';

/**
 * The model that the file describes. It fails with tokenizer-invalid, and so does a word that the vocabulary lacks where
 * it lacks unk_token, too.
 */
export function wordLevel(fields: JsonFields, vocabulary: Vocabulary): WordModel {
  const unknown = fields.text('unk_token');
  return (word) => {
    const id = vocabulary.id(word) ?? vocabulary.id(unknown) ?? vocabulary.required(fields, 'unk_token');
    return { ids: [id], bytes: [Buffer.byteLength(word)] };
  };
}
