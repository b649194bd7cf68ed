// One entry of a vocabulary: its bytes, and their text where they are whole characters. Knows no place in a text.
import { wholeCharacters } from '../contract/wholeCharacters.ts';

export interface Piece {
  readonly bytes: readonly number[];
  /** Undefined where the bytes begin or end inside a character. */
  readonly text: string | undefined;
  /** Whether it is an added token such as <|endoftext|>. */
  readonly special: boolean;
}

const encoder = new TextEncoder();
const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

/** The piece of a text or of bytes. 'è' → bytes [195, 168], text 'è'; [195] → bytes [195], text undefined */
export function pieceOf(written: string | readonly number[], special = false): Piece {
  const bytes = typeof written === 'string' ? [...encoder.encode(written)] : written;
  return { bytes, text: wholeCharacters(bytes), special };
}

/** The text of consecutive pieces; bytes that are not valid UTF-8 become U+FFFD, as when Hugging Face decodes. */
export function decodedPieces(ids: readonly number[], piece: (id: number) => Piece): string {
  return lenient.decode(Uint8Array.from(ids.flatMap((id) => piece(id).bytes)));
}
