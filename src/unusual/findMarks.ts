// Finds the places of a text whose characters are hidden, look like others, or are rare, in order and without overlap.
// One regular expression passes over what is ordinary; what it stops at is read by its kind. Knows no tokens.
import { characterAt, endOfRun } from './codePoints.ts';
import { isIgnorable, readInvisible } from './invisible.ts';
import { readLetterForms } from './letterForms.ts';
import type { Found, Mark, MarkKind } from './mark.ts';
import { readMixedWord } from './mixedScripts.ts';
import { isOddSpace, readSpaces } from './spaces.ts';
import { isTag, readTags } from './tagText.ts';
import { isSelector, readSelectors } from './variationSelectors.ts';

/** Marks over and under letters in scripts where no orthography puts more than three on one. */
const STACKED = '[\\u0300-\\u036f\\u0483-\\u0489\\u1ab0-\\u1aff\\u1dc0-\\u1dff\\u20d0-\\u20ff\\ufe20-\\ufe2f]';
const LATIN_LETTER = 'A-Za-z\\u00c0-\\u024f';
/** Greek, Cyrillic, Armenian. */
const OTHER_LETTER = '\\u0370-\\u052f\\u0531-\\u0587';
const SUSPECT = new RegExp(
  [
    '[\\p{Default_Ignorable_Code_Point}\\p{Co}\\p{Cs}\\p{Noncharacter_Code_Point}',
    '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u2800\\u3000\\ufff9-\\ufffd',
    'ſ\\uff10-\\uff19\\uff21-\\uff3a\\uff41-\\uff5a\\ufb00-\\ufb06\\ufb13-\\ufb17',
    '\\u{1d400}-\\u{1d7ff}\\u2102\\u210a-\\u2134\\u2139\\u249c-\\u24e9\\u{1f110}-\\u{1f189}]',
    `|${STACKED}{4}|[${LATIN_LETTER}](?=[${OTHER_LETTER}])|[${OTHER_LETTER}](?=[${LATIN_LETTER}])`,
  ].join(''),
  'gu',
);

const BYTE_ORDER_MARK = '\ufeff';
const STACK = new RegExp(`^${STACKED}$`, 'u');
const MEETING = new RegExp(`^[${LATIN_LETTER}${OTHER_LETTER}]$`, 'u');

/** What consists of one kind of character, whatever stands around it. */
const RUNS: readonly (readonly [kind: MarkKind, of: RegExp])[] = [
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
  ['control', /^[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]$/],
  ['line-separator', /^[\u2028\u2029]$/],
  ['replacement', /^\ufffd$/],
  ['lone-surrogate', /^\p{Cs}$/u],
  ['noncharacter', /^\p{Noncharacter_Code_Point}$/u],
  ['private-use', /^\p{Co}$/u],
];

/**
 * The marks of a text, or of a line that does not begin one. Nothing is read twice, so that it takes time in proportion to
 * the text, whatever it is.
 */
export function* marksIn(text: string, beginsDocument = true): Generator<Mark> {
  let from = 0;
  for (let at = nextSuspect(text, 0); at >= 0; at = nextSuspect(text, from)) {
    const found = read(text, at, from);
    const { start = at, end, says } = found;
    const kind =
      beginsDocument && start === 0 && text[0] === BYTE_ORDER_MARK && end === 1 ? 'byte-order-mark' : found.kind;
    if (kind) yield { start, end, kind, ...(says !== undefined && { says }) };
    from = end;
  }
}

/** Where the next character stands that is to be read by its kind; -1 where there is none. */
export function nextSuspect(text: string, from: number): number {
  SUSPECT.lastIndex = from;
  return SUSPECT.exec(text)?.index ?? -1;
}

function read(text: string, at: number, from: number): Found {
  const character = characterAt(text, at);
  if (STACK.test(character)) return { end: endOfRun(text, at, (next) => STACK.test(next)), kind: 'combining' };
  if (isTag(character)) return readTags(text, at);
  if (isSelector(character)) return readSelectors(text, at);
  if (isOddSpace(character)) return readSpaces(text, at);
  for (const [kind, of] of RUNS)
    if (of.test(character)) return { end: endOfRun(text, at, (next) => of.test(next)), kind };
  if (isIgnorable(character)) return readInvisible(text, at);
  if (character !== 'ſ' && MEETING.test(character)) return readMixedWord(text, at, from);
  return readLetterForms(text, at);
}
