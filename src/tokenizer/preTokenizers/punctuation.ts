// Cuts at punctuation: Unicode's category P, and every printable ASCII character that is not a letter, a digit or a
// space.
import type { JsonFields } from '../jsonFields.ts';
import { cut } from './cut.ts';
import type { PreTokenizer } from './preTokenizer.ts';
import { behaviorOf } from './split.ts';

export const PUNCTUATION = /[\p{P}!-/:-@[-`{-~]/gu;

export function punctuation(fields: JsonFields): PreTokenizer {
  const behavior = behaviorOf(fields, 'Isolated');
  return (part) => cut(part, PUNCTUATION, behavior);
}
