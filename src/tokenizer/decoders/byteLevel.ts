// Turns GPT-2's byte-level alphabet back into bytes. A token that is not written in it stands for itself.
import { byteLevelBytes } from '../byteLevel.ts';
import type { Decoder } from './decoder.ts';

const lenient = new TextDecoder('utf-8', { ignoreBOM: true });

export const byteLevel: Decoder = {
  decode: (tokens) => [
    lenient.decode(Buffer.concat(tokens.map((token) => Buffer.from(byteLevelBytes(token) ?? Buffer.from(token))))),
  ],
  surface: (token) => (typeof token === 'string' ? (byteLevelBytes(token) ?? token) : token),
};
