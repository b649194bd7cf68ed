// Patterns that match nothing at a place, compared with tokenizers 0.23.2: Split cuts there, Replace puts its text in.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { unchangedText } from '../../../src/tokenizer/alignedText.ts';
import { JsonFields } from '../../../src/tokenizer/jsonFields.ts';
import { normalizerOf } from '../../../src/tokenizer/normalizers/normalizerOf.ts';
import { preTokenizerOf } from '../../../src/tokenizer/preTokenizers/preTokenizerOf.ts';

type Row = readonly [regex: string, behavior: string, text: string, words: readonly string[]];

const WORDS: readonly Row[] = [
  ['(?=(\\d{3})+(?!\\d))', 'Isolated', '1234567 1111', ['1', '234', '567 1', '111']], // SuperBPE groups digits so
  ['\\b', 'Isolated', '更、a b', ['更', '、', 'a', ' ', 'b']],
  ['^.*$', 'Isolated', '\n\n', ['\n', '\n']],
  ['(?<=[a-z])(?=[A-Z])', 'Isolated', 'fooBarBaz', ['foo', 'Bar', 'Baz']],
  ['(?<=[a-z])(?=[A-Z])', 'Removed', 'fooBarBaz', ['foo', 'Bar', 'Baz']],
  ['a?', 'Isolated', 'aab b', ['a', 'a', 'b', ' ', 'b']],
  ['(?=b)|a', 'MergedWithNext', 'aab b', ['a', 'ab ', 'b']],
  ['', 'Removed', '', []],
];

describe('Split', () => {
  for (const [regex, behavior, text, words] of WORDS) {
    test(`${regex} (${behavior}) in ${JSON.stringify(text)}`, () => {
      const fields = new JsonFields({ type: 'Split', pattern: { Regex: regex }, behavior }, 'tokenizer.json');
      const parts = preTokenizerOf(fields, false)(unchangedText(text));
      assert.deepEqual(
        parts.map((part) => part.text),
        words,
      );
    });
  }
});

const REPLACED: readonly (readonly [regex: string, text: string, replaced: string])[] = [
  ['^', 'a\nb\n', '<>a\n<>b\n'], // no line begins behind the last line end
  ['$', 'a\nb\n', 'a<>\nb<>\n<>'],
  ['a?', 'aab', '<><>b<>'],
  ['^', '', ''],
];

describe('Replace', () => {
  for (const [regex, text, expected] of REPLACED) {
    test(`${regex} in ${JSON.stringify(text)}`, () => {
      const fields = new JsonFields({ type: 'Replace', pattern: { Regex: regex }, content: '<>' }, 'tokenizer.json');
      assert.equal(normalizerOf(fields)(unchangedText(text)).text, expected);
    });
  }
});
