// A mark at the ends of words (</w>) back to a space; the last word has none behind it.
import type { Settings } from '../jsonFields.ts';
import type { Decoder } from './decoder.ts';

export function wordEnds(settings: Settings): Decoder {
  const mark = settings.text('suffix', '</w>');
  return {
    decode: (tokens) => tokens.map((token, i) => token.replaceAll(mark, i === tokens.length - 1 ? '' : ' ')),
    surface: (token) => (typeof token === 'string' ? token.replaceAll(mark, '') : token),
  };
}
