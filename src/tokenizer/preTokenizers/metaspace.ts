// SentencePiece's words: a space is written ▁ and belongs to the word behind it. A space in front of the text is put in
// always, only where the text begins, or never. Kudo and Richardson 2018, § 3.
import { type AlignedText, prepended, replaced } from '../alignedText.ts';
import type { JsonFields } from '../jsonFields.ts';
import { metaspaceFields } from '../metaspaceFields.ts';
import { literal } from '../pattern.ts';
import { cut } from './cut.ts';
import type { PreTokenizer } from './preTokenizer.ts';

const SCHEMES: readonly string[] = ['always', 'first', 'never'];

export function metaspace(fields: JsonFields): PreTokenizer {
  const { mark, scheme } = metaspaceFields(fields);
  if (!SCHEMES.includes(scheme)) throw fields.unsupported('prepend_scheme', SCHEMES);
  const splits = fields.flag('split', true);
  const marks = literal(mark);
  const marked = (part: AlignedText) => {
    const spaced = replaced(part, / /gu, mark);
    const wanted = scheme === 'always' || (scheme === 'first' && part.at === 0);
    return wanted && !spaced.text.startsWith(mark) ? prepended(spaced, mark) : spaced;
  };
  return (part) => (splits ? cut(marked(part), marks, 'MergedWithNext') : [marked(part)]);
}
