// Drops up to `start` and `stop` copies of one character at the ends of every part; after Fuse, that is the space in
// front of the text.
import type { JsonFields } from '../jsonFields.ts';
import type { Decoder } from './decoder.ts';

export function strip(fields: JsonFields): Decoder {
  const content = fields.text('content');
  if (Array.from(content).length !== 1) throw fields.invalid('is not one character', 'content');
  const start = fields.whole('start');
  const stop = fields.whole('stop');
  return {
    decode: (tokens) =>
      tokens.map((token) => {
        const characters = Array.from(token);
        let from = 0;
        let to = characters.length;
        while (from < start && characters[from] === content) from++;
        while (characters.length - to < stop && to > from && characters[to - 1] === content) to--;
        return characters.slice(from, to).join('');
      }),
    surface: (token) => token,
  };
}
