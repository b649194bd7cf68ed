// Drops combining marks. A letter that carries its mark in itself (é) loses it only after NFD.
import { type AlignedText, replaced } from '../alignedText.ts';

export function stripAccents(part: AlignedText): AlignedText {
  return replaced(part, /\p{M}/gu, '');
}
