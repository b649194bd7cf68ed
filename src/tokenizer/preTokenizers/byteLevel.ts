// GPT-2's words (Radford et al. 2019; encoder.py of openai/gpt-2). Bytes are written in GPT-2's alphabet later, by the
// model.
import { prepended } from '../alignedText.ts';
import type { JsonFields } from '../jsonFields.ts';
import { cut } from './cut.ts';
import type { PreTokenizer } from './preTokenizer.ts';

/** \s of the original expression is Unicode's White_Space, from which JavaScript's \s differs. */
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
