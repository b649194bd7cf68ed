// The spans of a generated token: it follows the text so far, and may complete a character that earlier tokens began.
// Knows tokens, no model.
import type { ByteOffset, Token, Utf16Offset } from '../contract/tokens.ts';
import type { Piece } from '../tokenizer/piece.ts';

/** The token that follows `tokens`, which are not changed. */
export function appendedToken(tokens: readonly Token[], piece: Piece, id: number): Token {
  const last = tokens[tokens.length - 1];
  const start = last.byteSpan.end;
  const begun = unfinishedBytes(tokens);
  // A character that is not finished is where its first token's span starts.
  const from = begun.length ? tokens[tokens.length - begun.tokens].span.start : last.span.end;
  const decoded = new TextDecoder().decode(Uint8Array.from([...begun.bytes, ...piece.bytes]));
  return {
    id,
    text: piece.text,
    bytes: piece.bytes,
    byteSpan: { start, end: (start + piece.bytes.length) as ByteOffset },
    span: { start: from, end: (from + decoded.length) as Utf16Offset },
    special: piece.special,
  };
}

/** The bytes at the end that begin a character and do not finish it, and the number of tokens that they are in. */
function unfinishedBytes(tokens: readonly Token[]): { bytes: readonly number[]; tokens: number; length: number } {
  let bytes: number[] = [];
  for (let back = 1; back <= Math.min(4, tokens.length); back++) {
    bytes = [...tokens[tokens.length - back].bytes, ...bytes];
    const lead = bytes.findLastIndex((byte) => (byte & 0xc0) !== 0x80);
    if (lead < 0) continue; // only continuation bytes so far: look further back
    const unfinished = bytes.slice(lead);
    if (unfinished.length >= characterLength(unfinished[0])) break;
    return { bytes: unfinished, tokens: back, length: unfinished.length };
  }
  return { bytes: [], tokens: 0, length: 0 };
}

/** The bytes of a character by its first byte (UTF-8, RFC 3629). */
function characterLength(first: number): number {
  if (first < 0xc2 || first > 0xf4) return 1; // ASCII, or a byte that begins no character
  return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}
