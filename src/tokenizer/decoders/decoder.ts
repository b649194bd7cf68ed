// The interface of all decoders. Types only.
import type { JsonFields } from '../jsonFields.ts';

export interface Decoder {
  /**
   * Turns tokens as the vocabulary writes them into parts of the text, with the same result as Hugging Face's decoder.
   */
  decode(tokens: readonly string[]): readonly string[];
  /** What a token stands for at any place in a text: a text, or bytes that need not be whole characters. */
  surface(token: Surface): Surface;
}

export type Surface = string | readonly number[];

/** Makes a decoder; one that is made of others gets this as an argument. */
export type MakeDecoder = (fields: JsonFields) => Decoder;
