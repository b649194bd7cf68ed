import assert from 'node:assert/strict';
import { test } from 'node:test';
import { marksIn } from '../../../src/unusual/findMarks.ts';
import { marksInLine } from '../../../src/unusual/marksInLine.ts';
import { randomOf } from '../random.ts';
import { selectors, tags } from './smuggled.ts';

test('a long line has the same marks as in one piece, wherever its parts end', () => {
  const random = randomOf(7);
  const hidden = [
    tags('ignore all'),
    `😊${selectors('hi')}`,
    'p\u0430ypal',
    '\u202e',
    '👩\u200d🚀',
    'می\u200cخواهم',
    'a\u200bb',
  ];
  for (let round = 0; round < 20; round++) {
    const words = Array.from({ length: 30_000 }, () =>
      random.below(40) === 0 ? random.of(hidden) : 'abc 字😊'.slice(0, 1 + random.below(7)),
    );
    const line = words.join(' ').toWellFormed();
    const found = [...marksInLine(line, false)].filter((mark) => mark !== undefined);
    assert.deepEqual(found, [...marksIn(line, false)]);
  }
});

test('a line halts after each part', () => {
  const halts = [...marksInLine('x'.repeat(1_000_000), true)].filter((mark) => mark === undefined).length;
  assert.ok(halts >= 15, String(halts));
});

test('hidden text that is longer than a part is all marked', () => {
  const hidden = tags('x'.repeat(100_000));
  let at = 3;
  for (const mark of marksInLine(`abc${hidden}`, false)) {
    if (!mark) continue;
    assert.equal(mark.start, at);
    assert.equal(mark.kind, 'tag-text');
    at = mark.end;
  }
  assert.equal(at, 3 + hidden.length);
});
