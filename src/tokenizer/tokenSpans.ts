// Where tokens stand in their text, exactly: in UTF-8 bytes, and in the whole characters those bytes touch, counted in
// UTF-16 units as editors do. Knows bytes, no vocabulary.
import type { ByteOffset, Span, Token, Utf16Offset } from '../contract/tokens.ts';
import { type AlignedText, endOf, startOf, unchangedText } from './alignedText.ts';
import type { Pieces } from './models/wordModel.ts';
import type { Piece } from './piece.ts';

/** Tokens that follow one another through all of the text, byte for byte. */
export function placedTokens(ids: readonly number[], piece: (id: number) => Piece, text: string): Token[] {
  const bytes = ids.map((id) => piece(id).bytes.length);
  return placedIn(text.toWellFormed(), piece)(unchangedText(text.toWellFormed()), { ids, bytes });
}

export type PlaceTokens = (word: AlignedText, pieces: Pieces) => Token[];

/**
 * Places the pieces of words of one text (well-formed). A piece stands for all characters its bytes touch; within a
 * character that no normalizer changed its bytes are told apart, one that was changed belongs to it as a whole.
 */
export function placedIn(text: string, piece: (id: number) => Piece): PlaceTokens {
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
      if (id < 0) continue; // what the vocabulary has nothing for
      const span = { start, end: Math.max(start, cursor.end) } as Span<Utf16Offset>;
      const byteSpan = { start: startByte, end: Math.max(startByte, cursor.byteEndOf(at, byteAt)) } as Span<ByteOffset>;
      tokens.push({ id, ...piece(id), byteSpan, span });
    }
    return tokens;
  };
}

/** For every UTF-16 unit, and for the end, how many bytes stand in front of it. */
function byteOffsets(text: string): Uint32Array {
  const offsets = new Uint32Array(text.length + 1);
  let byte = 0;
  for (let unit = 0; unit < text.length; unit++) {
    offsets[unit] = byte;
    const code = text.charCodeAt(unit);
    // Half of a pair each, so that a pair has its four bytes.
    byte += code < 0x80 ? 1 : code < 0x800 ? 2 : code >= 0xd800 && code < 0xe000 ? 2 : 3;
  }
  offsets[text.length] = byte;
  return offsets;
}

/** Goes through the characters of a word as its bytes are taken up. */
class Cursor {
  readonly #word: AlignedText;
  readonly #original: string;
  /** The character it stands on: its first unit, its units, its first byte, its bytes. */
  #unit = 0;
  #units = 0;
  #byte = 0;
  #bytes = 0;

  constructor(word: AlignedText, original: string) {
    this.#word = word;
    this.#original = original;
    this.#measure();
  }

  /** To the character that has the byte, or to the last one. */
  moveTo(byte: number): void {
    while (byte >= this.#byte + this.#bytes && this.#unit + this.#units < this.#word.text.length) this.#next();
  }

  /** To the character that has the last byte before this one. */
  reach(byte: number): void {
    while (byte > this.#byte + this.#bytes && this.#unit + this.#units < this.#word.text.length) this.#next();
  }

  /** Of the character in the original. */
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
