// The words between white space; `whitespace` also separates letters and digits from everything else.
import type { AlignedText } from '../alignedText.ts';
import { cut } from './cut.ts';

export const WHITE = /\p{White_Space}/gu;
/** Unicode's \w (UTS #18, annex C), since JavaScript's \w is ASCII only, or everything else but white space. */
export const WORD =
  /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]+|[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}\p{White_Space}]+/gu;

export function whitespaceSplit(part: AlignedText): readonly AlignedText[] {
  return cut(part, WHITE, 'Removed');
}

export function whitespace(part: AlignedText): readonly AlignedText[] {
  return cut(part, WORD, 'Removed', true);
}
