// Makes the normalizer that tokenizer.json names; each has a file of its own. A type that is not in the list is refused
// by name.
import { byteLevelText } from '../byteLevelText.ts';
import type { JsonFields } from '../jsonFields.ts';
import { bertNormalizer } from './bertNormalizer.ts';
import { lowercase } from './lowercase.ts';
import { nmt } from './nmt.ts';
import type { MakeNormalizer, Normalizer } from './normalizer.ts';
import { precompiled } from './precompiled.ts';
import { prepend } from './prepend.ts';
import { replace } from './replace.ts';
import { sequence } from './sequence.ts';
import { strip } from './strip.ts';
import { stripAccents } from './stripAccents.ts';
import { unicodeForm } from './unicodeForm.ts';

const MAKERS: Readonly<Record<string, MakeNormalizer>> = {
  BertNormalizer: bertNormalizer,
  ByteLevel: () => byteLevelText,
  Lowercase: () => lowercase,
  NFC: () => unicodeForm('NFC'),
  NFD: () => unicodeForm('NFD'),
  NFKC: () => unicodeForm('NFKC'),
  NFKD: () => unicodeForm('NFKD'),
  Nmt: () => nmt,
  Precompiled: precompiled,
  Prepend: prepend,
  Replace: replace,
  Sequence: (fields) => sequence(fields, normalizerOf),
  Strip: strip,
  StripAccents: () => stripAccents,
};

/** The normalizer. Fails with tokenizer-invalid. */
export function normalizerOf(fields: JsonFields): Normalizer {
  return fields.byType(MAKERS)(fields);
}
