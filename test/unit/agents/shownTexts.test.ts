// What answers show of tokens, texts and lines.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { surprisingLines, writtenLineStarts } from '../../../src/agents/lineSurprisals.ts';
import { excerpt, percent, shownToken } from '../../../src/agents/shownToken.ts';

test('a token is its text in quotes, or its bytes', () => {
  assert.equal(shownToken({ text: ' the\n', bytes: [] }), '" the\\n"');
  assert.equal(shownToken({ text: undefined, bytes: [0xe8, 0xaa] }), '<E8 AA>');
});

test('of a long text the beginning and the end, no character cut in two', () => {
  assert.equal(excerpt('short', 5), '"short"');
  assert.equal(excerpt('abcdefghij', 7), '"abc…hij"');
  assert.equal(excerpt('a😀😀😀😀b', 7), '"a😀…😀b"');
  assert.equal(excerpt('😀😀😀😀😀😀', 6), '"😀…😀"');
});

test('a probability keeps its digits where it is small', () => {
  assert.deepEqual([0.5, 0.123456, 1e-7].map(percent), ['50.00 %', '12.35 %', '1.0e-5 %']);
});

test('lines end with any line break; the last one begins no other', () => {
  assert.deepEqual(writtenLineStarts('a\nb\r\nc\rd'), [0, 2, 5, 7]);
  assert.deepEqual(writtenLineStarts('a\n'), [0]);
  assert.deepEqual(writtenLineStarts(''), [0]);
  assert.deepEqual(writtenLineStarts('\n\n'), [0, 1]);
});

test('a token belongs to the line that it begins in', () => {
  const text = 'ab\n\ncd\nef';
  const tokens = [1, 2, 4, 5, 7].map((start) => ({ start, bits: 1 }));
  const lines = surprisingLines(text, writtenLineStarts(text), tokens.slice(2), { from: 4, to: 7 });
  assert.deepEqual(lines, [{ line: 3, start: 4, bits: 2, tokens: 2, text: 'cd' }]);
  const all = surprisingLines(text, writtenLineStarts(text), tokens, { from: 0, to: text.length });
  assert.deepEqual(
    all.map(({ bits }) => bits),
    [2, 0, 2, 1],
  );
});
