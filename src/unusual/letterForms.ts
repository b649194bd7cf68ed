// Letters in forms of their own: as wide as Chinese characters, joined, of mathematics, in circles. A reader takes them for
// common letters; a tokenizer does not. Knows no scripts.
import { characterAt, endOfRun } from './codePoints.ts';
import type { Found } from './mark.ts';

const FULLWIDTH = /^[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]$/;
const LIGATURE = /^[\ufb00-\ufb06\ufb13-\ufb17]$/;
/** Alphabets of mathematics, of letterlike symbols, in circles, boxes and parentheses. */
const STYLED =
  /^[\u{1d400}-\u{1d7ff}\u2102\u210a-\u2113\u2115\u2119-\u211d\u2124\u2128\u212a-\u212d\u212f-\u2134\u2139\u249c-\u24e9\u{1f110}-\u{1f12b}\u{1f130}-\u{1f149}\u{1f150}-\u{1f169}\u{1f170}-\u{1f189}]$/u;
const isStyled = (character: string) => STYLED.test(character);

/** The letters that begin here: one letter of mathematics is ordinary, and so is every other character. */
export function readLetterForms(text: string, start: number): Found {
  const first = characterAt(text, start);
  if (first === 'ſ') return { end: start + 1, kind: 'long-s', says: 's' };
  if (LIGATURE.test(first)) return { end: start + 1, kind: 'ligature', says: first.normalize('NFKC') };
  const [kind, accepts] = FULLWIDTH.test(first)
    ? (['fullwidth', (character: string) => FULLWIDTH.test(character)] as const)
    : (['styled', isStyled] as const);
  const end = endOfRun(text, start, accepts);
  if (end === start) return { end: start + first.length };
  if (kind === 'styled' && end === start + first.length) return { end };
  return { end, kind, says: plainForm(text.slice(start, end)) };
}

/** 𝓗𝓮𝓵𝓵𝓸 → Hello; the negative letters in circles and boxes have no plain form in Unicode's tables. */
function plainForm(letters: string): string {
  return Array.from(letters, (letter) => {
    const code = letter.codePointAt(0) ?? 0;
    for (const first of [0x1f150, 0x1f170])
      if (code >= first && code < first + 26) return String.fromCharCode(65 + code - first);
    return letter.normalize('NFKC');
  }).join('');
}
