// Turns tokens such as <0xE8> back into bytes: consecutive ones are characters, or one U+FFFD each where they are not
// valid UTF-8 (tokenizers library, ByteFallback).
import { wholeCharacters } from '../../contract/wholeCharacters.ts';
import type { Decoder } from './decoder.ts';

export const byteFallback: Decoder = {
  decode: (tokens) => {
    const parts: string[] = [];
    let bytes: number[] = [];
    const flush = () => {
      for (const character of charactersOf(bytes)) parts.push(character);
      bytes = [];
    };
    for (const token of tokens) {
      const byte = byteOf(token);
      if (byte === undefined) {
        flush();
        parts.push(token);
      } else {
        bytes.push(byte);
      }
    }
    flush();
    return parts;
  },
  surface: (token) => {
    const byte = typeof token === 'string' ? byteOf(token) : undefined;
    return byte === undefined ? token : [byte];
  },
};

function byteOf(token: string): number | undefined {
  return /^<0x[0-9a-fA-F]{2}>$/.test(token) ? Number.parseInt(token.slice(3, 5), 16) : undefined;
}

function charactersOf(bytes: readonly number[]): readonly string[] {
  const text = wholeCharacters(bytes);
  return text === undefined ? bytes.map(() => '\ufffd') : [text];
}
