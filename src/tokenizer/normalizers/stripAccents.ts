// Removes combining marks. A precomposed letter (é) loses its mark only after NFD.
import { type AlignedText, replaced } from '../alignedText.ts';

export function stripAccents(part: AlignedText): AlignedText {
  return replaced(part, /\p{M}/gu, '');
}
