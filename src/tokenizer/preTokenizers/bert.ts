// BERT's words: what lies between white space, with every punctuation mark as a word of its own.
import type { AlignedText } from '../alignedText.ts';
import { cut } from './cut.ts';
import { PUNCTUATION } from './punctuation.ts';
import { WHITE } from './whitespace.ts';

export function bert(part: AlignedText): readonly AlignedText[] {
  return cut(part, WHITE, 'Removed').flatMap((word) => cut(word, PUNCTUATION, 'Isolated'));
}
