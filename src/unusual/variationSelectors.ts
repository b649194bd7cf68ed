// Variation selectors choose between the forms of the character in front of them: U+FE0F after ☺ draws it in colour. There
// are 256 of them, all invisible, so that a row of them can hold any bytes. Paul Butler, "Smuggling arbitrary data through
// an emoji", 2025, https://paulbutler.org/2025/smuggling-arbitrary-data-through-an-emoji/.
import { characterBefore, endOfRun } from './codePoints.ts';
import type { Found } from './mark.ts';

const SELECTOR = /^[\ufe00-\ufe0f\u{e0100}-\u{e01ef}]$/u;
const FOR_TEXT = '\ufe0e';
const FOR_EMOJI = '\ufe0f';
/** What U+FE0E and U+FE0F are used behind: emoji, and signs that fonts have in both forms. */
const HAS_EMOJI_FORM = /^[\p{Emoji}\p{Extended_Pictographic}\p{So}\p{Sm}]$/u;
/**
 * Scripts and signs with standardized variants (StandardizedVariants.txt): mathematics, zero with a stroke, Myanmar,
 * Phags-pa, Manichaean, Egyptian, and East Asian punctuation.
 */
const HAS_VARIANTS =
  /^[\p{Sm}\p{Script=Han}\p{Script=Myanmar}\p{Script=Phags_Pa}\p{Script=Manichaean}\p{Script=Egyptian_Hieroglyphs}0\u3001\u3002\uff01\uff0c\uff0e\uff1a\uff1b\uff1f]$/u;
/** Ideographs alone have registered variants under U+E0100 to U+E01EF (Ideographic Variation Database). */
const IDEOGRAPH = /^\p{Script=Han}$/u;

export function isSelector(character: string): boolean {
  return SELECTOR.test(character);
}

/** The selectors that begin here: ordinary where there is one and the character in front of it has that form. */
export function readSelectors(text: string, start: number): Found {
  const end = endOfRun(text, start, isSelector);
  const selectors = Array.from(text.slice(start, end));
  if (selectors.length > 1) return { end, kind: 'selector-bytes', says: selectorText(selectors) };
  return fits(selectors[0], characterBefore(text, start)) ? { end } : { end, kind: 'stray-selector' };
}

function fits(selector: string, base: string): boolean {
  if (selector === FOR_TEXT || selector === FOR_EMOJI) return HAS_EMOJI_FORM.test(base);
  return selector > FOR_EMOJI ? IDEOGRAPH.test(base) : HAS_VARIANTS.test(base);
}

/** The bytes that selectors stand for, read as UTF-8: U+FE00 is 0, U+E0100 is 16. */
function selectorText(selectors: readonly string[]): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(selectors.map(selectorByte)));
}

function selectorByte(selector: string): number {
  const code = selector.codePointAt(0) ?? 0;
  return code < 0x10000 ? code - 0xfe00 : code - 0xe0100 + 16;
}
