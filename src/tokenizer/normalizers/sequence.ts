// Applies normalizers one after the other.
import type { JsonFields } from '../jsonFields.ts';
import type { MakeNormalizer, Normalizer } from './normalizer.ts';

export function sequence(fields: JsonFields, make: MakeNormalizer): Normalizer {
  const steps = fields.parts('normalizers').map(make);
  return (part) => steps.reduce((before, step) => step(before), part);
}
