// Drops white space at the ends of a text.
import { edited } from '../alignedText.ts';
import type { JsonFields } from '../jsonFields.ts';
import { whiteSpaceEnd, whiteSpaceStart } from '../whiteSpace.ts';
import type { Normalizer } from './normalizer.ts';

export function strip(fields: JsonFields): Normalizer {
  const left = fields.flag('strip_left', true);
  const right = fields.flag('strip_right', true);
  return (part) => {
    const { length } = part.text;
    const from = left ? whiteSpaceEnd(part.text) : 0;
    const to = right && from < length ? whiteSpaceStart(part.text, length) : length;
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
