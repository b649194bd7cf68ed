// BERT's normalization (google-research/bert, tokenization.py, BasicTokenizer): it removes control characters, makes
// every Chinese character a word, and removes accents and capitals.
import { type AlignedText, replaced } from '../alignedText.ts';
import type { JsonFields } from '../jsonFields.ts';
import { lowercase } from './lowercase.ts';
import type { Normalizer } from './normalizer.ts';
import { unicodeForm } from './unicodeForm.ts';

/** Unassigned characters (Cn) are not among them, as in the Rust library. */
const CONTROL = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Co}\ufffd]/gu;
const WHITE = /(?! )\p{White_Space}/gu;
/** The ranges of the Rust library, which has U+2B920 where Unicode's extension E begins at U+2B820. */
const CHINESE =
  /[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\uf900-\ufaff\u{2f800}-\u{2fa1f}]/gu;
const decompose = unicodeForm('NFD');

export function bertNormalizer(fields: JsonFields): Normalizer {
  const lower = fields.flag('lowercase', true);
  const steps: Normalizer[] = [];
  if (fields.flag('clean_text', true)) steps.push(cleaned);
  if (fields.flag('handle_chinese_chars', true)) steps.push(spacedChinese);
  if (fields.flag('strip_accents', lower)) steps.push(withoutAccents);
  if (lower) steps.push(lowercase);
  return (part) => steps.reduce((before, step) => step(before), part);
}

function cleaned(part: AlignedText): AlignedText {
  return replaced(replaced(part, CONTROL, ''), WHITE, ' ');
}

function spacedChinese(part: AlignedText): AlignedText {
  return replaced(part, CHINESE, (character) => ` ${character} `);
}

/** It removes only nonspacing marks (Mn), unlike StripAccents. */
function withoutAccents(part: AlignedText): AlignedText {
  return replaced(decompose(part), /\p{Mn}/gu, '');
}
