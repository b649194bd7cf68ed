import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WholeWords } from '../../../src/unusual/wholeWords.ts';

test('a word of letters that all look Latin is one only where its script is not written', () => {
  const words = new WholeWords();
  assert.deepEqual(words.read('see \u0430\u0440\u0440\u04cf\u0435.com and \u0441\u043e'), [
    { start: 4, end: 9, kind: 'whole-homoglyph', says: 'apple' },
  ]);
  assert.equal(words.areOrdinary, false);
  assert.deepEqual(words.read('Это раса'), []);
  assert.equal(words.areOrdinary, true);
  assert.deepEqual(words.read('раса'), []);
});

test('short words, and words with a letter of another script, are not looked at', () => {
  const words = new WholeWords();
  assert.deepEqual(words.read('\u0430\u0441 p\u0430\u0440\u0440\u0435 \u0430\u0440\u0440\u0435l'), []);
});
