// Separates numbers from the rest, or every digit from the next.
import type { JsonFields } from '../jsonFields.ts';
import { cut } from './cut.ts';
import type { PreTokenizer } from './preTokenizer.ts';

export function digits(fields: JsonFields): PreTokenizer {
  const behavior = fields.flag('individual_digits', false) ? 'Isolated' : 'Contiguous';
  return (part) => cut(part, /\p{N}/gu, behavior);
}
