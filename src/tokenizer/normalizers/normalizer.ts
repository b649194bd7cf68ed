// What every normalizer is. Types only.
import type { AlignedText } from '../alignedText.ts';
import type { JsonFields } from '../jsonFields.ts';

/** Changes a text before it is cut, and keeps account of where everything came from. */
export type Normalizer = (part: AlignedText) => AlignedText;

/** For normalizers made of others. */
export type MakeNormalizer = (fields: JsonFields) => Normalizer;
