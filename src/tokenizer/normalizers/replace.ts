// Replaces a pattern by a text, for example a space by ▁.
import { replaced } from '../alignedText.ts';
import type { JsonFields } from '../jsonFields.ts';
import { patternOf } from '../pattern.ts';
import type { Normalizer } from './normalizer.ts';

export function replace(fields: JsonFields): Normalizer {
  const pattern = patternOf(fields, 'pattern');
  const content = fields.text('content');
  return (part) => replaced(part, pattern, content);
}
