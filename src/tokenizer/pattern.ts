// What tokenizer.json calls a pattern, a text or an Oniguruma expression, as one of JavaScript's, and where it is found.
// The translation is the tokenizers library's. Knows no text.

import * as library from '@huggingface/tokenizers';
import { isRecord } from '../contract/isRecord.ts';
import type { JsonFields } from './jsonFields.ts';

/** The longest published one has 700 characters. */
const MAX_LENGTH = 20_000;

/** Half open, in UTF-16 units, in order and without gaps. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly matches: boolean;
}

/** Fails with tokenizer-invalid. Finds all of them, one after the other. */
export function patternOf(fields: JsonFields, name: string): RegExp {
  const value = fields.values[name];
  const { String: text, Regex: source } = isRecord(value) ? value : {};
  const written = text ?? source;
  if (typeof written !== 'string') throw fields.invalid('is neither a text nor a regular expression', name);
  if (written.length > MAX_LENGTH) throw fields.invalid(`is longer than ${MAX_LENGTH} characters`, name);
  try {
    return text === undefined ? translated(written) : literal(written);
  } catch (error) {
    throw fields.invalid(`cannot be used: ${(error as Error).message}`, name);
  }
}

/** An empty text is found nowhere. */
export function literal(text: string): RegExp {
  return new RegExp(text === '' ? '(?!)' : text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'gu');
}

/** The text cut into what the pattern finds and what lies between; empty finds are left out. */
export function stretches(text: string, pattern: RegExp): readonly Stretch[] {
  const found: Stretch[] = [];
  let done = 0;
  for (const { 0: match, index: from } of text.matchAll(pattern)) {
    if (match === '') continue;
    if (from > done) found.push({ from: done, to: from, matches: false });
    done = from + match.length;
    found.push({ from, to: done, matches: true });
  }
  if (done < text.length) found.push({ from: done, to: text.length, matches: false });
  return found;
}

/** Exported, but its types are lost behind a path without an ending. */
const { SplitPreTokenizer } = library as unknown as {
  readonly SplitPreTokenizer: new (fields: object) => { readonly pattern: RegExp | null };
};

function translated(source: string): RegExp {
  const step = { type: 'Split', pattern: { Regex: source }, behavior: 'Isolated', invert: false };
  const { pattern } = new SplitPreTokenizer(step);
  if (!pattern) throw new Error('it is no pattern');
  return pattern;
}
