// The line and the paragraph around a token, by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Token, TokenIndex } from '../../../src/contract/tokens.ts';
import { spansAround } from '../../../webview/lab/whatIf/spansAround.ts';

const tokens = (...texts: readonly (string | undefined)[]) =>
  texts.map((text) => ({ text, special: text === '<s>' })) as unknown as Token[];
const around = (of: readonly Token[], at: number) =>
  spansAround(of, at as TokenIndex).map(({ kind, span }) => `${kind} ${span.start}–${span.end}`);

const TEXT = tokens('<s>', 'One', ' two', '\n', 'three', '\n\n', 'four', ' five', '.\n\n', 'six');

test('a line and its paragraph, without the token in front of the text', () => {
  assert.deepEqual(around(TEXT, 2), ['line 1–4', 'paragraph 1–6']);
  assert.deepEqual(around(TEXT, 3), ['line 1–4', 'paragraph 1–6'], 'its line end');
  assert.deepEqual(around(TEXT, 4), ['line 4–6', 'paragraph 1–6']);
});

test('a paragraph of one line is named once, and one token is no span', () => {
  assert.deepEqual(around(TEXT, 7), ['paragraph 6–9']);
  assert.deepEqual(around(TEXT, 9), []);
  assert.deepEqual(around(TEXT, 0), []);
});

test('empty lines, also with spaces, belong to what they follow', () => {
  const of = tokens('a', '\n', '  ', '\n', '\n', 'b', ' c');
  assert.deepEqual(around(of, 3), ['paragraph 0–5']);
  assert.deepEqual(around(of, 5), ['paragraph 5–7']);
});

test('a token in which a line ends belongs to that line, and parts of characters end none', () => {
  const of = tokens('a', undefined, '.\nb', ' c', '\n', 'd', 'e');
  assert.deepEqual(around(of, 1), ['line 0–3', 'paragraph 0–7']);
  assert.deepEqual(around(of, 3), ['line 3–5', 'paragraph 0–7']);
});

test('every token of a span finds the same one', () => {
  for (let at = 1; at < TEXT.length; at++)
    for (const { kind, span } of spansAround(TEXT, at as TokenIndex)) {
      assert.ok(span.start <= at && at < span.end, `${at} in ${span.start}–${span.end}`);
      for (let other = span.start; other < span.end; other++) {
        const same = spansAround(TEXT, other as TokenIndex).find((one) => one.kind === kind);
        assert.deepEqual(same?.span, span);
      }
    }
});
