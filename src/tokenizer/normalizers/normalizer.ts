// The interface of all normalizers. Types only.
import type { AlignedText } from '../alignedText.ts';
import type { JsonFields } from '../jsonFields.ts';

/** Changes a text before it is pre-tokenized, and keeps the places in the original. */
export type Normalizer = (part: AlignedText) => AlignedText;

/** Makes a normalizer; one that is made of others gets this as an argument. */
export type MakeNormalizer = (fields: JsonFields) => Normalizer;
