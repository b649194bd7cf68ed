// The words between occurrences of one character, which is dropped.

import type { JsonFields } from '../jsonFields.ts';
import { literal } from '../pattern.ts';
import { cut } from './cut.ts';
import type { PreTokenizer } from './preTokenizer.ts';

export function charDelimiterSplit(fields: JsonFields): PreTokenizer {
  const delimiter = literal(fields.text('delimiter'));
  return (part) => cut(part, delimiter, 'Removed');
}
