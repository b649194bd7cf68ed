// GPT-2's words (Radford et al. 2019; encoder.py of openai/gpt-2), in its alphabet. A byte-pair model right behind writes
// them in it by itself: it is faster, and bytes keep their own places.
import { prepended } from '../alignedText.ts';
import { byteLevelText } from '../byteLevelText.ts';
import type { JsonFields } from '../jsonFields.ts';
import { cut } from './cut.ts';
import type { PreTokenizer } from './preTokenizer.ts';

/** \s of the original expression is Unicode's White_Space, from which JavaScript's \s differs. */
export const WORD =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

export function byteLevel(fields: JsonFields, modelWritesBytes: boolean): PreTokenizer {
  const prefix = fields.flag('add_prefix_space', false);
  const words = fields.flag('use_regex', true);
  return (part) => {
    const text = prefix && !part.text.startsWith(' ') ? prepended(part, ' ') : part;
    const cuts = words ? cut(text, WORD, 'Isolated') : [text];
    return modelWritesBytes ? cuts : cuts.map(byteLevelText);
  };
}
