// The exact spans of tokens in their text: in UTF-8 bytes, and in the whole characters that these bytes touch, counted
// in UTF-16 units as editors do. Knows bytes, no vocabulary.
import type { ByteOffset, Span, Token, Utf16Offset } from '../contract/tokens.ts';
import { type AlignedText, endOf, startOf, unchangedText } from './alignedText.ts';
import type { Pieces } from './models/wordModel.ts';
import type { Piece } from './piece.ts';

/** The tokens of ids that cover all of the text, byte for byte. */
export function placeTokens(ids: readonly number[], piece: (id: number) => Piece, text: string): Token[] {
  const bytes = ids.map((id) => piece(id).bytes.length);
  return wordPlacer(text.toWellFormed(), piece)(unchangedText(text.toWellFormed()), { ids, bytes });
}

export type PlaceWord = (word: AlignedText, pieces: Pieces) => Token[];

/**
 * Gives the pieces of words of one text, which is well-formed, their spans. A piece has all characters that its bytes
 * touch. It has its own bytes of a character that no normalizer changed, and all bytes of one that was changed.
 */
export function wordPlacer(text: string, piece: (id: number) => Piece): PlaceWord {
  const byteAt = byteOffsets(text);
  return (word, { ids, bytes }) => {
    const tokens: Token[] = [];
    const cursor = new Cursor(word, text);
    let at = 0;
    for (const [i, id] of ids.entries()) {
      cursor.moveTo(at);
      const [start, startByte] = [cursor.start, cursor.byteOf(at, byteAt)];
      at += bytes[i];
      cursor.reach(at);
      if (id < 0) continue; // NO_TOKEN: the vocabulary has nothing for it
      const span = { start, end: Math.max(start, cursor.end) } as Span<Utf16Offset>;
      const byteSpan = { start: startByte, end: Math.max(startByte, cursor.byteEndOf(at, byteAt)) } as Span<ByteOffset>;
      tokens.push({ id, ...piece(id), byteSpan, span });
    }
    return tokens;
  };
}

/** The number of UTF-8 bytes before each UTF-16 unit, and before the end. 'aè' → [0, 1, 3] */
function byteOffsets(text: string): Uint32Array {
  const offsets = new Uint32Array(text.length + 1);
  let byte = 0;
  for (let unit = 0; unit < text.length; unit++) {
    offsets[unit] = byte;
    const code = text.charCodeAt(unit);
    // Each half of a surrogate pair counts two bytes, so that a pair has its four.
    byte += code < 0x80 ? 1 : code < 0x800 ? 2 : code >= 0xd800 && code < 0xe000 ? 2 : 3;
  }
  offsets[text.length] = byte;
  return offsets;
}

/** A place in a word that moves on from character to character as bytes are consumed. */
class Cursor {
  readonly #word: AlignedText;
  readonly #original: string;
  /** The current character: its first unit, its number of units, its first byte, its number of bytes. */
  #unit = 0;
  #units = 0;
  #byte = 0;
  #bytes = 0;

  constructor(word: AlignedText, original: string) {
    this.#word = word;
    this.#original = original;
    this.#measure();
  }

  /** Moves to the character that has the byte, or to the last one. */
  moveTo(byte: number): void {
    while (byte >= this.#byte + this.#bytes && this.#unit + this.#units < this.#word.text.length) this.#next();
  }

  /** Moves to the character that has the byte before this one. */
  reach(byte: number): void {
    while (byte > this.#byte + this.#bytes && this.#unit + this.#units < this.#word.text.length) this.#next();
  }

  /** Where the current character begins in the original. */
  get start(): number {
    return this.#word.text === '' ? this.#word.at : startOf(this.#word, this.#unit);
  }

  get end(): number {
    return this.#word.text === '' ? this.#word.at : endOf(this.#word, this.#unit + this.#units - 1);
  }

  byteOf(byte: number, byteAt: Uint32Array): number {
    return byteAt[this.start] + (this.#unchanged ? byte - this.#byte : 0);
  }

  byteEndOf(byte: number, byteAt: Uint32Array): number {
    return this.#unchanged ? byteAt[this.start] + byte - this.#byte : byteAt[this.end];
  }

  get #unchanged(): boolean {
    const { text, places } = this.#word;
    if (!places) return true;
    const character = text.slice(this.#unit, this.#unit + this.#units);
    return this.end - this.start === this.#units && this.#original.startsWith(character, this.start);
  }

  #next(): void {
    this.#unit += this.#units;
    this.#byte += this.#bytes;
    this.#measure();
  }

  #measure(): void {
    const code = this.#word.text.codePointAt(this.#unit) ?? 0;
    this.#units = code > 0xffff ? 2 : 1;
    this.#bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
}
