// Replaces a pattern by a text, for example ▁ by a space.

import type { JsonFields } from '../jsonFields.ts';
import { patternOf, stretches } from '../pattern.ts';
import type { Decoder } from './decoder.ts';

export function replace(fields: JsonFields): Decoder {
  const pattern = patternOf(fields, 'pattern');
  const content = fields.text('content');
  const replaced = (token: string) => replacedText(token, pattern, content);
  return {
    decode: (tokens) => tokens.map(replaced),
    surface: (token) => (typeof token === 'string' ? replaced(token) : token),
  };
}

function replacedText(token: string, pattern: RegExp, content: string): string {
  return stretches(token, pattern)
    .map(({ from, to, matches }) => (matches ? content : token.slice(from, to)))
    .join('');
}
