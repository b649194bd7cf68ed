// A text in GPT-2's byte-level alphabet, with the places that it had: each character that stands for a byte has the place
// of the whole character that the byte belongs to. Knows no vocabulary.
import { type AlignedText, replaced } from './alignedText.ts';
import { byteLevelAlphabet } from './byteLevel.ts';

/** All but the printable ASCII characters, which stand for themselves. */
const WRITTEN_OTHERWISE = /[^!-~]/gu;

/** 'a è' → 'aĠÃ¨', places 0–1 1–2 2–3 2–3 */
export function byteLevelText(part: AlignedText): AlignedText {
  return replaced(part, WRITTEN_OTHERWISE, (character) =>
    Array.from(Buffer.from(character), (byte) => byteLevelAlphabet[byte]).join(''),
  );
}
