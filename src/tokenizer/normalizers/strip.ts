// Drops white space at the ends.
import { edited } from '../alignedText.ts';
import type { JsonFields } from '../jsonFields.ts';
import type { Normalizer } from './normalizer.ts';

export function strip(fields: JsonFields): Normalizer {
  const left = fields.flag('strip_left', true);
  const right = fields.flag('strip_right', true);
  return (part) => {
    const { length } = part.text;
    const from = left ? (LEADING.exec(part.text)?.[0].length ?? 0) : 0;
    const to = right && from < length ? lastInk(part.text) : length;
    const ends = [
      { from: 0, to: from, content: '' },
      { from: to, to: length, content: '' },
    ];
    return edited(
      part,
      ends.filter((end) => end.from < end.to),
    );
  };
}

const LEADING = /^\p{White_Space}+/u;
/** All white space lies in the basic plane. */
const WHITE = /\p{White_Space}/u;

/** Where the white space at the end begins. Not by an expression: that would try every gap in the text. */
function lastInk(text: string): number {
  let end = text.length;
  while (end > 0 && WHITE.test(text[end - 1])) end--;
  return end;
}
