// The spans of generated tokens, including those of characters that come in several tokens.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ByteOffset, Token, Utf16Offset } from '../../../src/contract/tokens.ts';
import { appendedToken } from '../../../src/engine/generatedToken.ts';

const prompt: Token = {
  id: 1,
  text: 'Hi',
  bytes: [72, 105],
  byteSpan: { start: 0 as ByteOffset, end: 2 as ByteOffset },
  span: { start: 0 as Utf16Offset, end: 2 as Utf16Offset },
  special: false,
};

function appended(...pieces: number[][]): Token[] {
  const tokens = [prompt];
  for (const bytes of pieces) tokens.push(appendedToken(tokens, { bytes, text: undefined, special: false }, 9));
  return tokens.slice(1);
}

const spans = (tokens: Token[]) => tokens.map(({ span }) => [span.start, span.end]);

test('whole characters follow one another', () => {
  assert.deepEqual(spans(appended([32, 97], [98])), [
    [2, 4],
    [4, 5],
  ]);
});

test('the tokens of one character share its span: 蘋 = E8 98 8B in three', () => {
  const tokens = appended([0xe8], [0x98], [0x8b], [33]);
  assert.deepEqual(spans(tokens).slice(1), [
    [2, 3],
    [2, 3],
    [3, 4],
  ]);
  assert.deepEqual(
    tokens.map(({ byteSpan }) => byteSpan.end),
    [3, 4, 5, 6],
  );
});

test('a token that ends one character and begins another touches both', () => {
  assert.deepEqual(spans(appended([0xe8, 0x98], [0x8b, 0x61]))[1], [2, 4]);
});

test('an emoji of four bytes takes two UTF-16 units', () => {
  assert.deepEqual(spans(appended([0xf0, 0x9f], [0x8d, 0x8e], [32]))[1], [2, 4]);
});

test('bytes that never become a character are one replacement character each and do not stick', () => {
  assert.deepEqual(spans(appended([0x98], [97])), [
    [2, 3],
    [3, 4],
  ]);
});
