// Writes one thing for another, as ▁ becomes a space.

import type { Settings } from '../jsonFields.ts';
import { patternOf } from '../pattern.ts';
import type { Decoder } from './decoder.ts';

export function replace(settings: Settings): Decoder {
  const pattern = patternOf(settings, 'pattern');
  const content = settings.text('content');
  const replaced = (token: string) => token.replace(pattern, () => content);
  return {
    decode: (tokens) => tokens.map(replaced),
    surface: (token) => (typeof token === 'string' ? replaced(token) : token),
  };
}
