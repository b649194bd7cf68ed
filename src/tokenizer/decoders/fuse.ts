// All parts become one, so that what follows sees the whole text.
import type { Decoder } from './decoder.ts';

export const fuse: Decoder = {
  decode: (tokens) => [tokens.join('')],
  surface: (token) => token,
};
