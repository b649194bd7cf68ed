// Chooses the decoder that tokenizer.json names, one file each. What is not in the list is refused by name.
import type { Settings } from '../jsonFields.ts';
import { byteFallback } from './byteFallback.ts';
import { byteLevel } from './byteLevel.ts';
import type { Decoder, MakeDecoder } from './decoder.ts';
import { fuse } from './fuse.ts';
import { metaspace } from './metaspace.ts';
import { replace } from './replace.ts';
import { sequence } from './sequence.ts';
import { strip } from './strip.ts';
import { wordEnds } from './wordEnds.ts';
import { wordPiece } from './wordPiece.ts';

const MAKERS: Readonly<Record<string, MakeDecoder>> = {
  BPEDecoder: wordEnds,
  ByteFallback: () => byteFallback,
  ByteLevel: () => byteLevel,
  Fuse: () => fuse,
  Metaspace: metaspace,
  Replace: replace,
  Sequence: (settings) => sequence(settings, decoderOf),
  Strip: strip,
  WordPiece: wordPiece,
};

/** Without one, tokens stand between spaces. Fails with tokenizer-invalid. */
export function decoderOf(settings: Settings | undefined): Decoder {
  if (!settings) return spaced;
  const { type } = settings;
  if (!Object.hasOwn(MAKERS, type)) throw settings.unsupported('type', Object.keys(MAKERS));
  return MAKERS[type](settings);
}

const spaced: Decoder = {
  decode: (tokens) => [tokens.join(' ')],
  surface: (token) => token,
};
