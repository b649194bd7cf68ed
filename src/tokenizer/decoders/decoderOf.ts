// Makes the decoder that tokenizer.json names; each has a file of its own. A type that is not in the list is refused by
// name.
import type { JsonFields } from '../jsonFields.ts';
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
  Sequence: (fields) => sequence(fields, decoderOf),
  Strip: strip,
  WordPiece: wordPiece,
};

/** The decoder; without one in the file, tokens are joined with spaces. Fails with tokenizer-invalid. */
export function decoderOf(fields: JsonFields | undefined): Decoder {
  return fields ? fields.byType(MAKERS)(fields) : spaced;
}

const spaced: Decoder = {
  decode: (tokens) => [tokens.join(' ')],
  surface: (token) => token,
};
