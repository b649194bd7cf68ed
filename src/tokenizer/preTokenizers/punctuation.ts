// Cuts at punctuation: Unicode's, and all of ASCII that is neither letter nor digit.
import type { JsonFields } from '../jsonFields.ts';
import { cut } from './cut.ts';
import type { PreTokenizer } from './preTokenizer.ts';
import { behaviorOf } from './split.ts';

export const PUNCTUATION = /[\p{P}!-/:-@[-`{-~]/gu;

export function punctuation(fields: JsonFields): PreTokenizer {
  const behavior = behaviorOf(fields, 'Isolated');
  return (part) => cut(part, PUNCTUATION, behavior);
}
