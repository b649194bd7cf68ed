// Joins all parts into one, so that the next decoder sees the whole text.
import type { Decoder } from './decoder.ts';

export const fuse: Decoder = {
  decode: (tokens) => [tokens.join('')],
  surface: (token) => token,
};
