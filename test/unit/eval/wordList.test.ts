import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listedWords, parseWords } from '../../../scripts/eval/wordList.ts';

const WORDS = parseWords('# mild ones\n\nFool\nold hag\nc++\n笨蛋\n');

test('reads one word or phrase a line, in lower case', () =>
  assert.deepEqual(WORDS, ['fool', 'old hag', 'c++', '笨蛋']));

for (const [text, expected] of [
  ['You FOOL! A fool, I say.', ['fool', 'fool']],
  ['foolish, unfool, fool2', []],
  ['an old\nhag', ['old hag']],
  ['c++, not cxx', ['c++']],
  ['你這個笨蛋啊', ['笨蛋']],
] as const) {
  test(`${JSON.stringify(text)} → ${expected.length}`, () => assert.deepEqual(listedWords(text, WORDS), expected));
}
