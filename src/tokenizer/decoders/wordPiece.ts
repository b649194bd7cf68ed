// ## joins a part to the one in front, all others stand behind a space. `cleanup` takes back the spaces that BERT's
// cutting put in front of punctuation and English endings.

import type { JsonFields } from '../jsonFields.ts';
import type { Decoder } from './decoder.ts';
import { withoutAddedSpaces } from './withoutAddedSpaces.ts';

export function wordPiece(fields: JsonFields): Decoder {
  const prefix = fields.text('prefix', '##');
  const cleanup = fields.flag('cleanup', true);
  const goesOn = (token: string) => token.startsWith(prefix);
  const joined = (token: string, i: number) => {
    if (i === 0) return token;
    return goesOn(token) ? token.slice(prefix.length) : ` ${token}`;
  };
  return {
    decode: (tokens) => tokens.map((token, i) => (cleanup ? withoutAddedSpaces(joined(token, i)) : joined(token, i))),
    surface: (token) => (typeof token === 'string' && goesOn(token) ? token.slice(prefix.length) : token),
  };
}
