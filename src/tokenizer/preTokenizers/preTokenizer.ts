// The interface of all pre-tokenizers. Types only.
import type { AlignedText } from '../alignedText.ts';
import type { JsonFields } from '../jsonFields.ts';

/** Cuts a text into words. No token crosses the end of a word, and what is left out is in no token. */
export type PreTokenizer = (part: AlignedText) => readonly AlignedText[];

/**
 * Makes a pre-tokenizer; one that is made of others gets this as an argument. `modelWritesBytes`: no step follows that
 * would see GPT-2's alphabet, and the model writes words in it by itself.
 */
export type MakePreTokenizer = (fields: JsonFields, modelWritesBytes: boolean) => PreTokenizer;
