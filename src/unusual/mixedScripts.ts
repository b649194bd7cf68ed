// Words with letters of two scripts, those of one drawn like letters of the other: pаypal with a Cyrillic а. Unicode
// Technical Standard #39, §5. Whole words of one script are ordinary. Knows one word at a time.
import { characterAt, characterBefore, endOfRun } from './codePoints.ts';
import { cyrillicLookalike, latinLookalike } from './lookalikes.ts';
import type { Found } from './mark.ts';

const LATIN = /^\p{Script=Latin}$/u;
const OTHER = /^[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}]$/u;
const IN_WORD = /^[\p{L}\p{M}\p{N}_'’]$/u;
/** In shorter ones letters are signs rather than a word: ΔT, Рт. */
const SHORTEST = 3;
/** A longer run of letters is no word that a reader takes for another. */
const LONGEST = 64;
/** Greek letters that formulas have before or behind Latin ones: sinα, νmax. */
const OF_FORMULAS = new Set('αγνρσυ');

/** The word around a place where two scripts meet, but not what was read before `from`. */
export function readMixedWord(text: string, at: number, from: number): Found {
  const end = endOfRun(text, at, isInWord);
  const start = startOfWord(text, at, Math.max(from, end - LONGEST));
  const word = text.slice(start, end);
  if (end - start >= LONGEST) return { end };
  const says = lookalikeOf([...word]);
  return says === undefined ? { end } : { start, end, kind: 'homoglyph', says };
}

function startOfWord(text: string, at: number, from: number): number {
  let start = at;
  for (
    let before = characterBefore(text, start);
    start - before.length >= from;
    before = characterBefore(text, start)
  ) {
    if (before === '' || !isInWord(before)) break;
    start -= before.length;
  }
  return start;
}

function isInWord(character: string): boolean {
  return IN_WORD.test(character);
}

/** The word in letters of one script that it looks like; undefined where letters of one have no counterpart. */
function lookalikeOf(word: readonly string[]): string | undefined {
  const latin = word.filter((letter) => LATIN.test(letter));
  const other = word.filter((letter) => OTHER.test(letter));
  if (latin.length + other.length < SHORTEST || latin.length === 0 || isFormula(word)) return undefined;
  if (other.every(latinLookalike)) return word.map((letter) => latinLookalike(letter) ?? letter).join('');
  if (!latin.every(cyrillicLookalike)) return undefined;
  return word.map((letter) => (LATIN.test(letter) ? cyrillicLookalike(letter) : letter)).join('');
}

/** Whether the only letters of the other script are such as formulas have, at an end of the word. */
function isFormula(word: readonly string[]): boolean {
  const first = word.findIndex((letter) => LATIN.test(letter));
  const last = word.findLastIndex((letter) => LATIN.test(letter));
  return word.every((letter, i) => !OTHER.test(letter) || (OF_FORMULAS.has(letter) && (i < first || i > last)));
}

/** What a word of letters that all look like Latin ones looks like; undefined where one does not, and for short words. */
export function wholeLookalike(word: string): string | undefined {
  if (word.length <= SHORTEST || !OTHER.test(characterAt(word, 0))) return undefined;
  const letters = [...word].map(latinLookalike);
  return letters.every((letter) => letter !== undefined) ? letters.join('') : undefined;
}
