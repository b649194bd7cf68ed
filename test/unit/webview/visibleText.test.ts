import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hexBytes, shortText, visibleParts, visibleText } from '../../../webview/text/visibleText.ts';

const token = (text: string | undefined, bytes: readonly number[] = []) => ({ text, bytes });

const TABLE: [input: string, shown: string][] = [
  [' the', '·the'],
  ['\n', '⏎'],
  ['\r\n', '␍⏎'],
  ['\tx', '⇥x'],
  ['\u0000', '\\u{0}'],
  ['\u200d', '\\u{200D}'],
  ['\u202e', '\\u{202E}'],
  ['\u00a0', '⍽'],
  ['\u3000', '□'],
  ['\ufeff', '\\u{FEFF}'],
  ['蘋果', '蘋果'],
  ['', '∅'],
];
for (const [input, shown] of TABLE) {
  test(`${JSON.stringify(input)} is shown as ${shown}`, () => assert.equal(visibleText(token(input)), shown));
}

test('bytes that are no character are shown as bytes', () => {
  assert.equal(visibleText(token(undefined, [0xe8, 0x98])), '\\xE8\\x98');
  assert.equal(hexBytes([0, 255]), '00 FF');
});

test('signs and text are told apart', () => {
  assert.deepEqual(visibleParts(token(' a b')), [
    { text: '·', kind: 'sign' },
    { text: 'a', kind: 'text' },
    { text: '·', kind: 'sign' },
    { text: 'b', kind: 'text' },
  ]);
});

test('short labels end with an ellipsis and never inside a character', () => {
  assert.equal(shortText(token('👩‍🚀👩‍🚀'), 3), '👩\\…');
  assert.equal(shortText(token('abcdef'), 4), 'abc…');
  assert.equal(shortText(token('abcd'), 4), 'abcd');
});
