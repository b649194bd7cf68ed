// SentencePiece's cleaning for machine translation: it removes control characters, and turns what is like a space into
// one.
import { type AlignedText, replaced } from '../alignedText.ts';

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const DROPPED = /[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]/gu;
const SPACES = /[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]/gu;

export function nmt(part: AlignedText): AlignedText {
  return replaced(replaced(part, DROPPED, ''), SPACES, ' ');
}
