// Applies decoders one after the other.
import type { JsonFields } from '../jsonFields.ts';
import type { Decoder, MakeDecoder } from './decoder.ts';

export function sequence(fields: JsonFields, make: MakeDecoder): Decoder {
  const steps = fields.parts('decoders').map(make);
  return {
    decode: (tokens) => steps.reduce((before, step) => step.decode(before), tokens),
    surface: (token) => steps.reduce((before, step) => step.surface(before), token),
  };
}
