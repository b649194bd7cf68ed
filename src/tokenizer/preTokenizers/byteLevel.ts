// GPT-2's words (Radford et al. 2019, encoder.py). The alphabet that bytes are written in is the word model's affair.
import { prepended } from '../alignedText.ts';
import type { JsonFields } from '../jsonFields.ts';
import { cut } from './cut.ts';
import type { PreTokenizer } from './preTokenizer.ts';

/** \s of the original is Unicode's white space, JavaScript's is another. */
const WORD =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

export function byteLevel(fields: JsonFields): PreTokenizer {
  const prefix = fields.flag('add_prefix_space', false);
  const words = fields.flag('use_regex', true);
  return (part) => {
    const text = prefix && !part.text.startsWith(' ') ? prepended(part, ' ') : part;
    return words ? cut(text, WORD, 'Isolated') : [text];
  };
}
