// Applies pre-tokenizers one after the other, each to the words of the one before.
import type { AlignedText } from '../alignedText.ts';
import type { JsonFields } from '../jsonFields.ts';
import type { MakePreTokenizer, PreTokenizer } from './preTokenizer.ts';

export function sequence(fields: JsonFields, make: MakePreTokenizer): PreTokenizer {
  const parts = fields.parts('pretokenizers');
  const early = parts.slice(0, -1).find(({ values }) => values.type === 'ByteLevel');
  if (early)
    throw early.invalid('has steps behind it, which would see its alphabet: only at the end does Tokenscope have it');
  const steps = parts.map(make);
  return (part) => steps.reduce<readonly AlignedText[]>((words, step) => words.flatMap((word) => step(word)), [part]);
}
