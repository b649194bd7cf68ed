// Where numbers along a row of columns stand, and which of joined cells is kept.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnUnder, courseLayout, GUTTER, largestOf } from '../../../webview/charts/courseLayout.ts';
import { pooled } from '../../../webview/charts/heatMapLayout.ts';

test('joined cells keep what is furthest from 0', () => {
  assert.deepEqual([...Array.from(pooled({ rows: 2, columns: 2, values: [1, -3, 0, 2] }, 1).values)], [-3]);
});

test('a course fits its columns into the room, with names where there is room for them', () => {
  const short = courseLayout({ columns: 3, strips: 2, hasLine: true, longest: 4, room: GUTTER + 300 });
  assert.deepEqual([short.column, short.width], [44, 132]);
  assert.ok(short.names !== undefined && short.names > short.strips[1] + short.stripHeight);
  const long = courseLayout({ columns: 1000, strips: 1, hasLine: false, longest: 9, room: GUTTER + 500 });
  assert.deepEqual([long.column, long.width, long.names, long.line], [0.5, 500, undefined, undefined]);
  assert.deepEqual(
    [
      columnUnder(long, GUTTER),
      columnUnder(long, GUTTER + 499.9),
      columnUnder(long, GUTTER - 1),
      columnUnder(long, GUTTER + 500),
    ],
    [0, 999, undefined, undefined],
  );
  assert.deepEqual([...Array.from(largestOf([1, 4, 2, 3, 0], 3))], [4, 3, 0]);
  assert.deepEqual(largestOf([1, 2], 5), [1, 2]);
});
