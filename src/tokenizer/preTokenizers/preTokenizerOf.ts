// Makes the pre-tokenizer that tokenizer.json names; each has a file of its own. A type that is not in the list is
// refused by name.
import type { JsonFields } from '../jsonFields.ts';
import { bert } from './bert.ts';
import { byteLevel } from './byteLevel.ts';
import { charDelimiterSplit } from './charDelimiterSplit.ts';
import { digits } from './digits.ts';
import { fixedLength } from './fixedLength.ts';
import { metaspace } from './metaspace.ts';
import type { MakePreTokenizer, PreTokenizer } from './preTokenizer.ts';
import { punctuation } from './punctuation.ts';
import { sequence } from './sequence.ts';
import { split } from './split.ts';
import { unicodeScripts } from './unicodeScripts.ts';
import { whitespace, whitespaceSplit } from './whitespace.ts';

const MAKERS: Readonly<Record<string, MakePreTokenizer>> = {
  BertPreTokenizer: () => bert,
  ByteLevel: byteLevel,
  CharDelimiterSplit: charDelimiterSplit,
  Digits: digits,
  FixedLength: fixedLength,
  Metaspace: metaspace,
  Punctuation: punctuation,
  Sequence: (fields, modelWritesBytes) => sequence(fields, modelWritesBytes, preTokenizerOf),
  Split: split,
  UnicodeScripts: () => unicodeScripts,
  Whitespace: () => whitespace,
  WhitespaceSplit: () => whitespaceSplit,
};

/**
 * The pre-tokenizer. `modelWritesBytes`: should it end in ByteLevel, the model writes words in GPT-2's alphabet by itself.
 * Fails with tokenizer-invalid.
 */
export function preTokenizerOf(fields: JsonFields, modelWritesBytes: boolean): PreTokenizer {
  return fields.byType(MAKERS)(fields, modelWritesBytes);
}
