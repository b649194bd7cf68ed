// What every decoder is. Types only.
import type { JsonFields } from '../jsonFields.ts';

export interface Decoder {
  /** Tokens as the vocabulary writes them → parts of the text, as Hugging Face decodes. */
  decode(tokens: readonly string[]): readonly string[];
  /** What a token stands for wherever it stands: a text, or bytes that need be no whole characters. */
  surface(token: Surface): Surface;
}

export type Surface = string | readonly number[];

/** For decoders made of others. */
export type MakeDecoder = (fields: JsonFields) => Decoder;
