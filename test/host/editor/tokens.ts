// Tokens of a text, made by hand where a test needs spans of a given shape. Knows no document.
import type { ByteOffset, Token, Utf16Offset } from '../../../src/contract/tokens.ts';

/** One token for each [start, end): the characters of the text that it stands for. Ids are 100, 101, … */
export function tokensOf(text: string, spans: readonly (readonly [number, number])[]): Token[] {
  const encoder = new TextEncoder();
  return spans.map(([start, end], i) => {
    const piece = text.slice(start, end);
    const bytes = [...encoder.encode(piece)];
    const first = encoder.encode(text.slice(0, start)).length;
    return {
      id: 100 + i,
      text: piece,
      bytes,
      byteSpan: { start: first as ByteOffset, end: (first + bytes.length) as ByteOffset },
      span: { start: start as Utf16Offset, end: end as Utf16Offset },
      special: false,
    };
  });
}
