// Joins a part that begins with ## to the one before it, and puts a space in front of every other. `cleanup` removes
// the spaces in front of punctuation and English endings again.

import type { JsonFields } from '../jsonFields.ts';
import type { Decoder } from './decoder.ts';
import { withoutAddedSpaces } from './withoutAddedSpaces.ts';

export function wordPiece(fields: JsonFields): Decoder {
  const prefix = fields.text('prefix', '##');
  const cleanup = fields.flag('cleanup', true);
  const continues = (token: string) => token.startsWith(prefix);
  const spaced = (token: string, i: number) => {
    if (i === 0) return token;
    return continues(token) ? token.slice(prefix.length) : ` ${token}`;
  };
  return {
    decode: (tokens) => tokens.map((token, i) => (cleanup ? withoutAddedSpaces(spaced(token, i)) : spaced(token, i))),
    surface: (token) => (typeof token === 'string' && continues(token) ? token.slice(prefix.length) : token),
  };
}
