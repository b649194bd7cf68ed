// Puts a text in front of every text that is not empty, such as the ▁ that SentencePiece begins with.
import { prepended } from '../alignedText.ts';
import type { JsonFields } from '../jsonFields.ts';
import type { Normalizer } from './normalizer.ts';

export function prepend(fields: JsonFields): Normalizer {
  const content = fields.text('prepend');
  return (part) => (part.text === '' ? part : prepended(part, content));
}
