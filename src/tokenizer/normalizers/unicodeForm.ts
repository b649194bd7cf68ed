// Unicode normalization (UAX #15). Characters that are changed together have one place together.
import { type AlignedText, type Edit, edited } from '../alignedText.ts';
import type { Normalizer } from './normalizer.ts';

export type UnicodeForm = 'NFC' | 'NFD' | 'NFKC' | 'NFKD';

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** ASCII characters do not change unless a mark follows. */
const CHANGEABLE = /[\0-\x7f]?[^\0-\x7f]+/gu;

export function unicodeForm(form: UnicodeForm): Normalizer {
  return (part) => {
    const whole = part.text.normalize(form);
    if (whole === part.text) return part;
    const edits = Array.from(part.text.matchAll(CHANGEABLE)).flatMap(({ 0: stretch, index }) =>
      editsOf(stretch, index, form),
    );
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
    if (content !== original) edits.push({ from, to: from + original.length, content });
    from += original.length;
  }
  return edits;
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
