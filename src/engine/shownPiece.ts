// How a vocabulary entry is written in answers. Knows no run.
import type { Tokenizer } from '../tokenizer/tokenizer.ts';

/** The entry's text, undefined where its bytes are not whole characters, and its bytes. */
export function shownPiece(tokenizer: Tokenizer, id: number) {
  const { text, bytes } = tokenizer.piece(id);
  return { text, bytes };
}
