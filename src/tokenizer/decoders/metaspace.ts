// Turns ▁ back into a space; those of the first token were put in front of the text and are dropped.
import type { JsonFields } from '../jsonFields.ts';
import { metaspaceFields } from '../metaspaceFields.ts';
import type { Decoder } from './decoder.ts';

export function metaspace(fields: JsonFields): Decoder {
  const { mark, scheme } = metaspaceFields(fields);
  const spaced = (token: string) => token.replaceAll(mark, ' ');
  return {
    decode: (tokens) =>
      tokens.map((token, i) => (i === 0 && scheme !== 'never' ? token.replaceAll(mark, '') : spaced(token))),
    surface: (token) => (typeof token === 'string' ? spaced(token) : token),
  };
}
