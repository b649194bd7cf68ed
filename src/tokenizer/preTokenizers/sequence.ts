// Applies pre-tokenizers one after the other, each to the words of the one before.
import type { AlignedText } from '../alignedText.ts';
import type { JsonFields } from '../jsonFields.ts';
import type { MakePreTokenizer, PreTokenizer } from './preTokenizer.ts';

export function sequence(fields: JsonFields, modelWritesBytes: boolean, make: MakePreTokenizer): PreTokenizer {
  const parts = fields.parts('pretokenizers');
  const steps = parts.map((part, i) => make(part, modelWritesBytes && i === parts.length - 1));
  return (part) => steps.reduce<readonly AlignedText[]>((words, step) => words.flatMap((word) => step(word)), [part]);
}
