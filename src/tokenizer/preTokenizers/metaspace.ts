// SentencePiece's words: a space is written ▁ and belongs to the word after it. A ▁ is put in front of every part, only
// of the one that begins the text, or of none. Kudo and Richardson 2018, §3, https://arxiv.org/abs/1808.06226
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
