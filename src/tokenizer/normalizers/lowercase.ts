// Makes a text lower case, character by character: unlike in toLowerCase() of a whole text, Σ at the end of a word is
// no special case.
import { type AlignedText, replaced } from '../alignedText.ts';

const UPPER = /[\p{Changes_When_Lowercased}]/gu;

export function lowercase(part: AlignedText): AlignedText {
  return replaced(part, UPPER, (character) => character.toLowerCase());
}
