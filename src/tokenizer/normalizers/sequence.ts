// One normalizer after the other.
import type { Settings } from '../jsonFields.ts';
import type { MakeNormalizer, Normalizer } from './normalizer.ts';

export function sequence(settings: Settings, make: MakeNormalizer): Normalizer {
  const steps = settings.parts('normalizers').map(make);
  return (part) => steps.reduce((before, step) => step(before), part);
}
