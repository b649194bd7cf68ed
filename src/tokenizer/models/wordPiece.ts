// WordPiece as in BERT: the longest vocabulary entry that begins the word, then the longest that continues it, which is
// written with ## in front. Schuster and Nakajima 2012; WordpieceTokenizer in tokenization.py of google-research/bert.
// Knows words, no text.
import type { JsonFields } from '../jsonFields.ts';
import type { Vocabulary } from '../vocabulary.ts';
import type { Pieces, WordModel } from './wordModel.ts';

/** The model that the file describes. Fails with tokenizer-invalid. */
export function wordPiece(fields: JsonFields, vocabulary: Vocabulary): WordModel {
  const unknown = vocabulary.required(fields, 'unk_token');
  const prefix = fields.text('continuing_subword_prefix', '##');
  const longestWord = fields.whole('max_input_chars_per_word', 100);
  const longestEntry = vocabulary.longest;
  return (word) => {
    const characters = Array.from(word);
    const whole: Pieces = { ids: [unknown], bytes: [Buffer.byteLength(word)] };
    if (characters.length > longestWord) return whole;
    const ids: number[] = [];
    const bytes: number[] = [];
    for (let start = 0; start < characters.length; ) {
      let end = Math.min(characters.length, start + longestEntry);
      const written = () => (start > 0 ? prefix : '') + characters.slice(start, end).join('');
      while (end > start && vocabulary.id(written()) === undefined) end--;
      const id = vocabulary.id(written());
      if (end === start || id === undefined) return whole; // one unknown part makes the word unknown
      ids.push(id);
      bytes.push(Buffer.byteLength(characters.slice(start, end).join('')));
      start = end;
    }
    return { ids, bytes };
  };
}
