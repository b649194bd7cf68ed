// Replaces a pattern by a text, for example ▁ by a space.

import { checkLength } from '../boundedGrowth.ts';
import type { JsonFields } from '../jsonFields.ts';
import { patternOf, stretches } from '../pattern.ts';
import type { Decoder } from './decoder.ts';

export function replace(fields: JsonFields): Decoder {
  const pattern = patternOf(fields, 'pattern');
  const content = fields.text('content');
  const replaced = (token: string) => replacedText(token, pattern, content);
  return {
    decode(tokens) {
      let [before, after] = [0, 0];
      return tokens.map((token) => {
        const text = replaced(token);
        before += token.length;
        after += text.length;
        checkLength(before, after);
        return text;
      });
    },
    surface: (token) => (typeof token === 'string' ? replaced(token) : token),
  };
}

function replacedText(token: string, pattern: RegExp, content: string): string {
  const parts = stretches(token, pattern);
  const length = parts.reduce((sum, { from, to, matches }) => sum + (matches ? content.length : to - from), 0);
  checkLength(token.length, length);
  return parts.map(({ from, to, matches }) => (matches ? content : token.slice(from, to))).join('');
}
