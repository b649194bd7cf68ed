// A pattern of tokenizer.json, which is a text or an Oniguruma expression, as a regular expression of JavaScript, and
// where it matches. @huggingface/tokenizers does the translation. Knows no text.

import * as library from '@huggingface/tokenizers';
import { isRecord } from '../contract/isRecord.ts';
import type { JsonFields } from './jsonFields.ts';
import { matchesIn } from './matchesIn.ts';
import { forTranslation, withCaselessGroups } from './oniguruma.ts';

/** In characters; the longest published pattern has 700. */
const MAX_LENGTH = 20_000;

/**
 * A half-open range of a text, in UTF-16 units, that the pattern matches or that lies between matches. A match may be
 * empty, as those of \b and ^ are.
 */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly matches: boolean;
}

/** The pattern in a field, as a global expression. Fails with tokenizer-invalid. */
export function patternOf(fields: JsonFields, name: string): RegExp {
  const value = fields.values[name];
  const { String: text, Regex: source } = isRecord(value) ? value : {};
  const written = text ?? source;
  if (typeof written !== 'string') throw fields.invalid('is neither a text nor a regular expression', name);
  if (written.length > MAX_LENGTH) throw fields.invalid(`is longer than ${MAX_LENGTH} characters`, name);
  try {
    return text === undefined ? translate(written) : literal(written);
  } catch (error) {
    throw fields.invalid(`cannot be used: ${(error as Error).message}`, name);
  }
}

/** A global expression that matches a text as it is written; it matches nothing where the text is empty. */
export function literal(text: string): RegExp {
  return new RegExp(text === '' ? '(?!)' : text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'gu');
}

/** The text cut into matches and what lies between them, in order and without gaps. 'a1', /\d/g → a, 1 (matches) */
export function stretches(text: string, pattern: RegExp): readonly Stretch[] {
  const all: Stretch[] = [];
  let done = 0;
  for (const { match, from } of matchesIn(text, pattern)) {
    if (from > done) all.push({ from: done, to: from, matches: false });
    done = from + match.length;
    all.push({ from, to: done, matches: true });
  }
  if (done < text.length) all.push({ from: done, to: text.length, matches: false });
  return all;
}

/**
 * The class is exported, but its types are not found, since the package's declarations import them without a file
 * extension.
 */
const { SplitPreTokenizer } = library as unknown as {
  readonly SplitPreTokenizer: new (fields: object) => { readonly pattern: RegExp | null };
};

function translate(source: string): RegExp {
  const step = { type: 'Split', pattern: { Regex: forTranslation(source) }, behavior: 'Isolated', invert: false };
  const { pattern } = new SplitPreTokenizer(step);
  if (!pattern) throw new Error('it is no pattern');
  return new RegExp(withCaselessGroups(pattern.source).replaceAll(LINE_START, ONIGURUMAS_LINE_START), pattern.flags);
}

/** What the package writes for ^. */
const LINE_START = '(?:(?<![\\s\\S])|(?<=\\n))';
/** Behind the last line end no line begins. */
const ONIGURUMAS_LINE_START = '(?:(?<![\\s\\S])|(?<=\\n)(?=[\\s\\S]))';
