// Puts something in front of every text that is not empty: ▁, the space that SentencePiece begins with.
import { prepended } from '../alignedText.ts';
import type { Settings } from '../jsonFields.ts';
import type { Normalizer } from './normalizer.ts';

export function prepend(settings: Settings): Normalizer {
  const content = settings.text('prepend');
  return (part) => (part.text === '' ? part : prepended(part, content));
}
