// Characters that are not drawn: joiners, marks of direction, fillers, soft hyphens. Some writings and emoji need them, and
// there they are ordinary. Knows no tags and no variation selectors.
import { characterAt, characterBefore, endOfRun } from './codePoints.ts';
import type { Found } from './mark.ts';
import { isTag } from './tagText.ts';
import { isSelector } from './variationSelectors.ts';

const IGNORABLE = /^[\p{Default_Ignorable_Code_Point}\ufff9-\ufffb]$/u;
/** Embeddings, overrides and isolates. Boucher and Anderson 2021, "Trojan Source", https://trojansource.codes. */
const BIDI = /^[\u202a-\u202e\u2066-\u2069]$/;
const DIRECTION_MARK = /^[\u200e\u200f\u061c]$/;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
/** How far around a mark of direction a letter from right to left is looked for: about a line. */
const AROUND = 200;

/** Writings whose letters join, or that are written with viramas: U+200C and U+200D change how they are drawn. */
const JOINS =
  /^[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mandaic}\p{Script=Nko}\p{Script=Mongolian}\p{Script=Phags_Pa}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Tibetan}\p{Script=Myanmar}\p{Script=Khmer}\p{Script=Balinese}\p{Script=Javanese}\p{Script=Tai_Tham}\p{Script=Meetei_Mayek}\p{Script=Chakma}]$/u;
/** Writings without spaces, where U+200B says where a word ends. */
const UNSPACED =
  /^[\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}\p{Script=Javanese}]$/u;
/** What a sequence of emoji goes on behind: a picture, its colour of skin, its form. */
const EMOJI_BEFORE = /^(?:[\p{Extended_Pictographic}\p{Emoji_Modifier}]|\ufe0f|\u20e3|\u{e007f})$/u;
const EMOJI_AFTER = /^\p{Extended_Pictographic}$/u;

/** Other characters that are ordinary between or behind letters of one script. */
const NEEDED_BY: readonly (readonly [characters: RegExp, by: RegExp])[] = [
  [/^[\u1160\u115f]$/, /^\p{Script=Hangul}$/u],
  [/^[\u180b-\u180f]$/, /^\p{Script=Mongolian}$/u],
  [/^[\u17b4\u17b5]$/, /^\p{Script=Khmer}$/u],
  [/^\u034f$/, /^[\p{Script=Hebrew}\p{M}]$/u],
  [/^[\u{1bca0}-\u{1bca3}]$/u, /^\p{Script=Duployan}$/u],
  [/^[\u{1d173}-\u{1d17a}]$/u, /^[\u{1d100}-\u{1d1ff}]$/u],
  [/^[\u2061-\u2064]$/, /^[\p{L}\p{N}\p{Pe}\p{Sm}]$/u],
];

export function isIgnorable(character: string): boolean {
  return IGNORABLE.test(character);
}

/** The invisible characters that begin here: ordinary where what stands around them needs them. */
export function readInvisible(text: string, start: number): Found {
  const first = characterAt(text, start);
  const end = endOfRun(text, start, (next) => isIgnorable(next) && !isTag(next) && !isSelector(next));
  const run = text.slice(start, end);
  if (BIDI.test(first) || [...run].some((character) => BIDI.test(character))) return { end, kind: 'bidi' };
  if (run.length > first.length) return isMarkedDirection(text, start, end) ? { end } : { end, kind: 'invisible' };
  if (isNeeded(first, text, start, end)) return { end };
  return { end, kind: first === '\u00ad' && isInWord(text, start, end) ? 'soft-hyphen' : 'invisible' };
}

function isNeeded(character: string, text: string, start: number, end: number): boolean {
  const before = characterBefore(text, start);
  const after = characterAt(text, end);
  switch (character) {
    case '\u200d':
      if (EMOJI_BEFORE.test(before) && EMOJI_AFTER.test(after)) return true;
      return JOINS.test(before) || JOINS.test(baseBefore(text, start));
    case '\u200c':
      return JOINS.test(before) || JOINS.test(baseBefore(text, start));
    case '\u200b':
      return UNSPACED.test(before) || UNSPACED.test(after);
    default:
      if (DIRECTION_MARK.test(character)) return isMarkedDirection(text, start, end);
      return NEEDED_BY.some(([characters, by]) => characters.test(character) && by.test(before));
  }
}

/** The letter under the marks that end here. Marks of several scripts, such as the nukta's, belong to none. */
function baseBefore(text: string, offset: number): string {
  let end = offset;
  let character = characterBefore(text, end);
  for (let marks = 0; marks < 4 && /^\p{M}$/u.test(character); marks++) {
    end -= character.length;
    character = characterBefore(text, end);
  }
  return character;
}

/** Whether all are marks of direction, at most two, with letters from right to left in sight. */
function isMarkedDirection(text: string, start: number, end: number): boolean {
  if (end - start > 2 || ![...text.slice(start, end)].every((one) => DIRECTION_MARK.test(one))) return false;
  return RIGHT_TO_LEFT.test(text.slice(Math.max(0, start - AROUND), end + AROUND));
}

function isInWord(text: string, start: number, end: number): boolean {
  return /^\p{L}$/u.test(characterBefore(text, start)) && /^\p{L}$/u.test(characterAt(text, end));
}
