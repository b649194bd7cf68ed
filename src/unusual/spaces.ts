// Spaces other than the common one, which tokenizers cut otherwise. Knows no line breaks.
import { characterAt, characterBefore, endOfRun } from './codePoints.ts';
import type { Found } from './mark.ts';

/** U+2800 is the empty Braille pattern: drawn as nothing, as wide as a letter. */
const SPACE = /^[\u00a0\u1680\u2000-\u200a\u202f\u205f\u2800\u3000]$/;
const UNBROKEN = /^[\u00a0\u202f]$/;
/** French sets these off by a space at which no line ends, and so do units and numbers of three digits. */
const SET_OFF = /^[:;!?%\u2030\u00bb\u203a\u20ac$\p{N}]$/u;
const SETS_OFF = /^[\u00ab\u2039\p{N}\u00a7\u2116]$/u;
const EAST_ASIAN =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u3000-\u303f\uff00-\uffef]$/u;
const BRAILLE = /^\p{Script=Braille}$/u;

export function isOddSpace(character: string): boolean {
  return SPACE.test(character);
}

/** The spaces that begin here: ordinary where they are what typography asks for. */
export function readSpaces(text: string, start: number): Found {
  const end = endOfRun(text, start, isOddSpace);
  return isTypography(text, start, end) ? { end } : { end, kind: 'odd-space' };
}

function isTypography(text: string, start: number, end: number): boolean {
  const [before, first, after] = [characterBefore(text, start), text[start], characterAt(text, end)];
  if (first === '\u3000') return EAST_ASIAN.test(before) || EAST_ASIAN.test(after);
  if (first === '\u2800') return BRAILLE.test(before) || BRAILLE.test(after);
  return end - start === 1 && UNBROKEN.test(first) && (SET_OFF.test(after) || SETS_OFF.test(before));
}
