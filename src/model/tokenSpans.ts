// Where tokens stand in their text, exactly: in UTF-8 bytes, and in the whole characters those bytes touch, counted in
// UTF-16 units as editors do. Knows bytes, no vocabulary.
import type { ByteOffset, Span, Token, Utf16Offset } from '../engine/protocol.ts';
import type { Piece } from './piece.ts';

/** Tokens with their places. `source` tells which part of the text each byte of the joined pieces stands for. */
export function placedTokens(ids: readonly number[], piece: (id: number) => Piece, source: ByteSource): Token[] {
  let at = 0;
  return ids.map((id) => {
    const { bytes, text, special } = piece(id);
    const start = at;
    at += bytes.length;
    return { id, text, bytes, special, byteSpan: source.bytes(start, at), span: source.characters(start, at) };
  });
}

export interface ByteSource {
  /** What the joined pieces must be. */
  readonly utf8: Uint8Array;
  bytes(start: number, end: number): Span<ByteOffset>;
  characters(start: number, end: number): Span<Utf16Offset>;
}

/** The bytes of the text itself; a lone surrogate counts as U+FFFD, three bytes. */
export function textBytes(text: string): ByteSource {
  const { starts, ends } = characterOfByte(text, 0);
  return {
    utf8: Buffer.from(text),
    bytes: (start, end) => ({ start, end }) as Span<ByteOffset>,
    characters: (start, end) => spanOf(starts, ends, start, end),
  };
}

/** A part of the text and what a normalizer made of it. */
export interface NormalizedPart {
  readonly original: string;
  readonly normalized: string;
}

/**
 * The bytes of what a normalizer made of the text, whose parts in order are `parts`. Where it changed nothing, places
 * are exact; what it changed belongs as a whole to every token that touches it: e + ◌́ joined to é is one place.
 */
export function normalizedBytes(parts: readonly NormalizedPart[]): ByteSource {
  const utf8 = Buffer.from(parts.map(({ normalized }) => normalized).join(''));
  // For every byte of utf8: where in the text what it comes from begins and ends, in bytes and in UTF-16 units.
  const [byteStarts, byteEnds, starts, ends] = Array.from({ length: 4 }, () => new Uint32Array(utf8.length));
  let at = 0;
  let byte = 0;
  let unit = 0;
  for (const { original, normalized } of parts) {
    const inner = original === normalized ? characterOfByte(original, unit) : undefined;
    const [bytesBefore, bytesAfter] = [Buffer.byteLength(original), Buffer.byteLength(normalized)];
    for (let b = 0; b < bytesAfter; b++, at++) {
      byteStarts[at] = inner ? byte + b : byte;
      byteEnds[at] = inner ? byte + b + 1 : byte + bytesBefore;
      starts[at] = inner ? inner.starts[b] : unit;
      ends[at] = inner ? inner.ends[b] : unit + original.length;
    }
    byte += bytesBefore;
    unit += original.length;
  }
  return {
    utf8,
    bytes: (start, end) => spanOf(byteStarts, byteEnds, start, end),
    characters: (start, end) => spanOf(starts, ends, start, end),
  };
}

/** For every byte, where the character it belongs to begins and ends. '蘋a' → starts 0 0 0 1, ends 1 1 1 2 */
function characterOfByte(text: string, firstUnit: number) {
  const length = Buffer.byteLength(text);
  const starts = new Uint32Array(length);
  const ends = new Uint32Array(length);
  let byte = 0;
  let unit = firstUnit;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    const bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    starts.fill(unit, byte, byte + bytes);
    ends.fill(unit + character.length, byte, byte + bytes);
    byte += bytes;
    unit += character.length;
  }
  return { starts, ends };
}

function spanOf<Offset extends number>(
  starts: ArrayLike<number>,
  ends: ArrayLike<number>,
  start: number,
  end: number,
): Span<Offset> {
  if (start < end) return { start: starts[start] as Offset, end: ends[end - 1] as Offset };
  // A piece without bytes stands between two others.
  const at = (starts[start] ?? ends[start - 1] ?? 0) as Offset;
  return { start: at, end: at };
}
