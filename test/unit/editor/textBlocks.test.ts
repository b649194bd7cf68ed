import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textBlocks } from '../../../src/editor/textBlocks.ts';

const lines = (text: string) => text.split('\n');
const spans = (blocks: readonly { first: number; last: number }[]) => blocks.map(({ first, last }) => [first, last]);

test('paragraphs are runs of lines between empty ones', () => {
  const { paragraphs, sections } = textBlocks(lines('a\nb\n\n  \nc'), false);
  assert.deepEqual(spans(paragraphs), [
    [0, 1],
    [4, 4],
  ]);
  assert.deepEqual(sections, []);
});

test('a section reaches to the next heading of its level or above', () => {
  const { paragraphs, sections } = textBlocks(lines('# A\ntext\n## B\ntext\n# C\ntext'), true);
  assert.deepEqual(spans(sections), [
    [0, 3],
    [2, 3],
    [4, 5],
  ]);
  assert.deepEqual(spans(paragraphs), [
    [1, 1],
    [3, 3],
    [5, 5],
  ]);
});

test('a fenced block is one paragraph, with empty lines and what looks like a heading', () => {
  const { paragraphs, sections } = textBlocks(lines('```py\n# no heading\n\nx = 1\n```\nafter\n\nnext'), true);
  assert.deepEqual(sections, []);
  assert.deepEqual(spans(paragraphs), [
    [0, 5],
    [7, 7],
  ]);
});

test('a fence ends only with as many of its own marks', () => {
  const { paragraphs } = textBlocks(lines('````\n```\n\n~~~~\n````\n\nend'), true);
  assert.deepEqual(spans(paragraphs), [
    [0, 4],
    [6, 6],
  ]);
});

test('in plain text # is no heading', () => {
  const { paragraphs, sections } = textBlocks(lines('# a\n\nb'), false);
  assert.deepEqual(
    [spans(paragraphs), sections],
    [
      [
        [0, 0],
        [2, 2],
      ],
      [],
    ],
  );
});

test('#hashtag is no heading, and neither is ####### seven', () => {
  assert.deepEqual(textBlocks(lines('#hashtag\n####### seven'), true).sections, []);
});

test('an empty text has nothing to count', () => {
  assert.deepEqual(textBlocks([''], true), { paragraphs: [], sections: [] });
});
