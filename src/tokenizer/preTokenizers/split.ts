// The words that a pattern in the file makes.

import type { JsonFields } from '../jsonFields.ts';
import { patternOf } from '../pattern.ts';
import { BEHAVIORS, type Behavior, cut } from './cut.ts';
import type { PreTokenizer } from './preTokenizer.ts';

export function split(fields: JsonFields): PreTokenizer {
  const pattern = patternOf(fields, 'pattern');
  const behavior = behaviorOf(fields, 'Isolated');
  const invert = fields.flag('invert', false);
  return (part) => cut(part, pattern, behavior, invert);
}

/** The behaviour that the file names. Fails with tokenizer-invalid. */
export function behaviorOf(fields: JsonFields, fallback: Behavior): Behavior {
  return fields.choice('behavior', Object.keys(BEHAVIORS) as Behavior[], fallback);
}
