// Words of so many characters each (tokenizers library, pre_tokenizers/fixed_length.rs), as models of proteins and DNA have
// them; the last may be shorter.
import type { JsonFields } from '../jsonFields.ts';
import { cutBefore } from './cut.ts';
import type { PreTokenizer } from './preTokenizer.ts';

export function fixedLength(fields: JsonFields): PreTokenizer {
  const length = fields.whole('length', 5);
  if (length === 0) throw fields.invalid('is 0: a word needs a character', 'length');
  return (part) => {
    const begins: number[] = [];
    let at = 0;
    let characters = 0;
    for (const character of part.text) {
      if (characters++ % length === 0) begins.push(at);
      at += character.length;
    }
    return cutBefore(part, begins);
  };
}
