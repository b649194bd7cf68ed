// Words between white space; `whitespace` also parts letters from everything else.
import type { AlignedText } from '../alignedText.ts';
import { cut } from './cut.ts';

export const WHITE = /\p{White_Space}/gu;
/** Unicode's \w (UTS #18, annex C): JavaScript's knows ASCII only. */
const WORD =
  /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]+|[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}\p{White_Space}]+/gu;

export function whitespaceSplit(part: AlignedText): readonly AlignedText[] {
  return cut(part, WHITE, 'Removed');
}

export function whitespace(part: AlignedText): readonly AlignedText[] {
  return cut(part, WORD, 'Removed', true);
}
