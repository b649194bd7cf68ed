// Places of characters that are normalized beside others that stay as they are. Places from tokenizers 0.23.2, but for
// what became one character: the library gives it the letter only, here it has the mark, too.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOf, startOf, unchangedText } from '../../../../src/tokenizer/alignedText.ts';
import { type UnicodeForm, unicodeForm } from '../../../../src/tokenizer/normalizers/unicodeForm.ts';

/** Where each character of the normalized text comes from. */
type Row = readonly [form: UnicodeForm, text: string, places: readonly (readonly [number, number])[]];

const ROWS: readonly Row[] = [
  [
    'NFC',
    '\u092a\u095d\u0940',
    [
      [0, 1],
      [1, 2],
      [1, 2],
      [2, 3],
    ],
  ], // Hindi, as keyboards write it
  [
    'NFD',
    '\u1102\uadf8',
    [
      [0, 1],
      [1, 2],
      [1, 2],
    ],
  ],
  [
    'NFKC',
    '\u2026\u200d',
    [
      [0, 1],
      [0, 1],
      [0, 1],
      [1, 2],
    ],
  ],
  [
    'NFKC',
    '\u2122\ufe0f',
    [
      [0, 1],
      [0, 1],
      [1, 2],
    ],
  ],
  [
    'NFC',
    'e\u0301\u0301',
    [
      [0, 2],
      [2, 3],
    ],
  ],
];

for (const [form, text, places] of ROWS) {
  test(`${form} of ${JSON.stringify(text)}: what stays as it was has its own place`, () => {
    const part = unicodeForm(form)(unchangedText(text));
    assert.equal(part.text, text.normalize(form));
    assert.deepEqual(
      Array.from(part.text, (_, i) => [startOf(part, i), endOf(part, i)]),
      places,
    );
  });
}
