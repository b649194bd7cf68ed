// Writes one thing for another, as a space becomes ▁.
import { replaced } from '../alignedText.ts';
import type { Settings } from '../jsonFields.ts';
import { patternOf } from '../pattern.ts';
import type { Normalizer } from './normalizer.ts';

export function replace(settings: Settings): Normalizer {
  const pattern = patternOf(settings, 'pattern');
  const content = settings.text('content');
  return (part) => replaced(part, pattern, content);
}
