// Unicode normalization (UAX #15). Characters that are changed together have one place together; what stays as it was at
// either end of them keeps its own.
import { type AlignedText, type Edit, edited } from '../alignedText.ts';
import { matchesIn } from '../matchesIn.ts';
import type { Normalizer } from './normalizer.ts';

export type UnicodeForm = 'NFC' | 'NFD' | 'NFKC' | 'NFKD';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** ASCII characters do not change unless a mark follows. */
const CHANGEABLE = /[\0-\x7f]?[^\0-\x7f]+/gu;

export function unicodeForm(form: UnicodeForm): Normalizer {
  return (part) => {
    const whole = part.text.normalize(form);
    if (whole === part.text) return part;
    const edits = Array.from(matchesIn(part.text, CHANGEABLE)).flatMap(({ match, from }) => editsOf(match, from, form));
    const inParts = edited(part, edits);
    // Should a future Unicode break the rule that separates the parts, the ids stay right and the place is the whole
    // text.
    return inParts.text === whole ? inParts : replacedWhole(part, whole);
  };
}

function editsOf(stretch: string, at: number, form: UnicodeForm): readonly Edit[] {
  const edits: Edit[] = [];
  let from = at;
  for (const original of separableParts(stretch, form)) {
    const content = original.normalize(form);
    if (content !== original) edits.push(changedMiddle(original, content, from));
    from += original.length;
  }
  return edits;
}

/** The edit without the characters that both begin and end with. 'ढ़ी' (U+095D, U+0940) in NFC: U+095D becomes ढ and ◌़ */
function changedMiddle(original: string, content: string, at: number): Edit {
  const [before, after] = [Array.from(original), Array.from(content)];
  const shorter = Math.min(before.length, after.length);
  let front = 0;
  while (front < shorter && before[front] === after[front]) front++;
  let back = 0;
  while (back < shorter - front && before.at(-1 - back) === after.at(-1 - back)) back++;
  const unitsIn = (characters: readonly string[]) => characters.join('').length;
  return {
    from: at + unitsIn(before.slice(0, front)),
    to: at + unitsIn(before.slice(0, before.length - back)),
    content: after.slice(front, after.length - back).join(''),
  };
}

/**
 * Parts that normalize on their own. A combining mark never leaves its grapheme, nor do the letters of a Hangul
 * syllable; but compatibility forms may first become such letters (ㄱㅏ → 가), so neighbours are tried together.
 */
function separableParts(stretch: string, form: UnicodeForm): readonly string[] {
  const parts: string[] = [];
  for (const { segment } of graphemes.segment(stretch)) {
    const last = parts.at(-1);
    const together =
      last !== undefined && last.length <= MAX_TOGETHER ? `${last}${segment}`.normalize(form) : undefined;
    if (last !== undefined && together !== undefined && together !== last.normalize(form) + segment.normalize(form)) {
      parts[parts.length - 1] = last + segment;
    } else {
      parts.push(segment);
    }
  }
  return parts;
}

/** In UTF-16 units; nothing that composes with what follows is as long. */
const MAX_TOGETHER = 256;

function replacedWhole(part: AlignedText, content: string): AlignedText {
  return edited(part, [{ from: 0, to: part.text.length, content }]);
}
