// A mark at the ends of words (</w>) back to a space; the last word has none behind it.
import type { JsonFields } from '../jsonFields.ts';
import type { Decoder } from './decoder.ts';

export function wordEnds(fields: JsonFields): Decoder {
  const mark = fields.text('suffix', '</w>');
  return {
    decode: (tokens) => tokens.map((token, i) => token.replaceAll(mark, i === tokens.length - 1 ? '' : ' ')),
    surface: (token) => (typeof token === 'string' ? token.replaceAll(mark, '') : token),
  };
}
