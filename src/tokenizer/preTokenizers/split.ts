// Words by a pattern of the file's own.

import type { Settings } from '../jsonFields.ts';
import { patternOf } from '../pattern.ts';
import { BEHAVIORS, type Behavior, cut } from './cut.ts';
import type { PreTokenizer } from './preTokenizer.ts';

export function split(settings: Settings): PreTokenizer {
  const pattern = patternOf(settings, 'pattern');
  const behavior = behaviorOf(settings, 'Isolated');
  const invert = settings.flag('invert', false);
  return (part) => cut(part, pattern, behavior, invert);
}

/** Fails with tokenizer-invalid. */
export function behaviorOf(settings: Settings, fallback: Behavior): Behavior {
  const behavior = settings.text('behavior', fallback);
  if (!Object.hasOwn(BEHAVIORS, behavior)) throw settings.unsupported('behavior', Object.keys(BEHAVIORS));
  return behavior as Behavior;
}
