// What every pre-tokenizer is. Types only.
import type { AlignedText } from '../alignedText.ts';
import type { JsonFields } from '../jsonFields.ts';

/** Cuts a text into words: no token crosses the end of one. What it leaves out is in no token. */
export type PreTokenizer = (part: AlignedText) => readonly AlignedText[];

/** For pre-tokenizers made of others. */
export type MakePreTokenizer = (fields: JsonFields) => PreTokenizer;
