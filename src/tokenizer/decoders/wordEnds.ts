// Turns a mark at the ends of words (</w>) back into a space, but for the one after the last word (BPEDecoder).
import type { JsonFields } from '../jsonFields.ts';
import type { Decoder } from './decoder.ts';

export function wordEnds(fields: JsonFields): Decoder {
  const mark = fields.text('suffix', '</w>');
  return {
    decode: (tokens) => tokens.map((token, i) => token.replaceAll(mark, i === tokens.length - 1 ? '' : ' ')),
    surface: (token) => (typeof token === 'string' ? token.replaceAll(mark, '') : token),
  };
}
