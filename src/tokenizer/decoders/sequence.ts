// Applies decoders one after the other.
import { checkGrowth } from '../boundedGrowth.ts';
import type { JsonFields } from '../jsonFields.ts';
import type { Decoder, MakeDecoder } from './decoder.ts';

export function sequence(fields: JsonFields, make: MakeDecoder): Decoder {
  const steps = fields.parts('decoders').map(make);
  return {
    decode: (tokens) =>
      steps.reduce((before, step) => {
        const after = step.decode(before);
        checkGrowth(fields, lengthOf(tokens), lengthOf(after));
        return after;
      }, tokens),
    surface: (token) =>
      steps.reduce((before, step) => {
        const after = step.surface(before);
        checkGrowth(fields, token.length, after.length);
        return after;
      }, token),
  };
}

function lengthOf(tokens: readonly string[]): number {
  return tokens.reduce((length, token) => length + token.length, 0);
}
