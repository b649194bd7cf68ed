// Drops up to so many of one character at the ends of every part: behind Fuse, the space in front of the text.
import type { Settings } from '../jsonFields.ts';
import type { Decoder } from './decoder.ts';

export function strip(settings: Settings): Decoder {
  const content = settings.text('content');
  if (Array.from(content).length !== 1) throw settings.invalid('is not one character', 'content');
  const start = settings.whole('start');
  const stop = settings.whole('stop');
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
