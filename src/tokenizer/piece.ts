// One entry of a vocabulary: bytes, and the text they are where they are whole characters. Knows no place in a text.
import { wholeCharacters } from '../contract/wholeCharacters.ts';

export interface Piece {
  readonly bytes: readonly number[];
  /** undefined where the bytes begin or end inside a character. */
  readonly text: string | undefined;
  /** An added token such as <|endoftext|>. */
  readonly special: boolean;
}

const encoder = new TextEncoder();
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

export function pieceOf(written: string | readonly number[], special = false): Piece {
  const bytes = typeof written === 'string' ? [...encoder.encode(written)] : written;
  return { bytes, text: wholeCharacters(bytes), special };
}

/** The pieces' text in a row; what is no character becomes U+FFFD, as Hugging Face decodes. */
export function decodedPieces(ids: readonly number[], piece: (id: number) => Piece): string {
  return lenient.decode(Uint8Array.from(ids.flatMap((id) => piece(id).bytes)));
}
