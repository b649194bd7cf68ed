// Applies normalizers one after the other.
import { checkGrowth } from '../boundedGrowth.ts';
import type { JsonFields } from '../jsonFields.ts';
import type { MakeNormalizer, Normalizer } from './normalizer.ts';

export function sequence(fields: JsonFields, make: MakeNormalizer): Normalizer {
  const steps = fields.parts('normalizers').map(make);
  return (part) =>
    steps.reduce((before, step) => {
      const after = step(before);
      checkGrowth(fields, part.text.length, after.text.length);
      return after;
    }, part);
}
