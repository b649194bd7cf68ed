// Replaces a pattern by a text, for example ▁ by a space.

import type { JsonFields } from '../jsonFields.ts';
import { patternOf } from '../pattern.ts';
import type { Decoder } from './decoder.ts';

export function replace(fields: JsonFields): Decoder {
  const pattern = patternOf(fields, 'pattern');
  const content = fields.text('content');
  const replaced = (token: string) => token.replace(pattern, () => content);
  return {
    decode: (tokens) => tokens.map(replaced),
    surface: (token) => (typeof token === 'string' ? replaced(token) : token),
  };
}
