// Where tokens stand in their text, exactly: in UTF-8 bytes, and in the whole characters those bytes touch, counted in
// UTF-16 units as editors do. Knows bytes, no vocabulary.
import type { ByteOffset, Span, Token, Utf16Offset } from '../engine/protocol.ts';

/** One entry of a vocabulary. */
export interface Piece {
  readonly bytes: readonly number[];
  /** undefined where the bytes are not whole characters. */
  readonly text: string | undefined;
  /** An added token such as <|endoftext|>. */
  readonly special: boolean;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export function pieceOf(bytes: readonly number[], special = false): Piece {
  return { bytes, text: wholeCharacters(bytes), special };
}

/** undefined where the bytes begin or end inside a character. */
function wholeCharacters(bytes: readonly number[]): string | undefined {
  try {
    return strict.decode(Uint8Array.from(bytes));
  } catch {
    return undefined;
  }
}

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
  /** Number of bytes there are. */
  readonly length: number;
  bytes(start: number, end: number): Span<ByteOffset>;
  characters(start: number, end: number): Span<Utf16Offset>;
}

/** The bytes of the text itself; a lone surrogate counts as U+FFFD, three bytes. */
export function textBytes(text: string): ByteSource {
  const { starts, ends, length } = characterOfByte(text, 0);
  return {
    length,
    bytes: (start, end) => ({ start, end }) as Span<ByteOffset>,
    characters: (start, end) => spanOf(starts, ends, start, end),
  };
}

/**
 * The bytes of what a normalizer made of the text. Where it changed nothing, places are exact; what it changed belongs
 * as a whole to every token that touches it: é written as e + ◌́ and joined by NFC is one place.
 * `segments` joined are the text, `normalized` is what became of each.
 */
export function normalizedBytes(segments: readonly string[], normalized: readonly string[]): ByteSource {
  const byteStarts: number[] = [];
  const byteEnds: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let byte = 0;
  let unit = 0;
  for (const [i, segment] of segments.entries()) {
    const segmentBytes = Buffer.byteLength(segment);
    const same = segment === normalized[i];
    const inner = characterOfByte(segment, unit);
    for (let b = 0; b < Buffer.byteLength(normalized[i]); b++) {
      byteStarts.push(same ? byte + b : byte);
      byteEnds.push(same ? byte + b + 1 : byte + segmentBytes);
      starts.push(same ? inner.starts[b] : unit);
      ends.push(same ? inner.ends[b] : unit + segment.length);
    }
    byte += segmentBytes;
    unit += segment.length;
  }
  return {
    length: byteStarts.length,
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
  return { starts, ends, length };
}

function spanOf<Offset extends number>(
  starts: ArrayLike<number>,
  ends: ArrayLike<number>,
  start: number,
  end: number,
): Span<Offset> {
  if (start === end)
    return {
      start: (starts[start] ?? ends[start - 1] ?? 0) as Offset,
      end: (starts[start] ?? ends[start - 1] ?? 0) as Offset,
    };
  return { start: starts[start] as Offset, end: ends[end - 1] as Offset };
}
