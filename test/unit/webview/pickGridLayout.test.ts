// Where the grid of picks has its columns, names and bars, by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  barHeight,
  gutterOf,
  nameStep,
  pickGridLayout,
  scrolledTo,
  widestGrid,
} from '../../../webview/charts/pickGridLayout.ts';

test('columns fill the room until they are too narrow to be hit, and scroll from there on', () => {
  const wide = pickGridLayout({ rows: 3, columns: 4 }, { gutter: 90, room: 800, bars: true });
  assert.deepEqual([wide.column, wide.x(1), wide.width], [28, 118, 203]);
  const narrow = pickGridLayout({ rows: 3, columns: 128 }, { gutter: 90, room: 800, bars: false });
  assert.deepEqual([narrow.column, narrow.width, narrow.ground], [8, 1115, 0]);
});

test('bars grow with their numbers, up to the largest or to even use', () => {
  const of = { counts: [2, 1, 3, 0], even: 1.5 };
  assert.deepEqual([barHeight(3, of), barHeight(1.5, of), barHeight(0, of)], [48, 24, 0]);
  assert.equal(barHeight(2, { counts: [2, 1], even: 3 }), 32);
  assert.equal(barHeight(0, { counts: [0, 0], even: 0 }), 0);
});

test('names of columns stand apart, and a column that is not in sight comes to the middle', () => {
  assert.deepEqual([28, 14, 8, 2].map(nameStep), [1, 2, 5, 10]);
  const of = { gutter: 90, room: 390, scrolled: 100 };
  assert.deepEqual(
    [200, 481, 483, 150, 1000].map((x) => scrolledTo(x, of)),
    [100, 100, 243, 0, 760],
  );
});

test('the names of rows have room, East Asian ones more of it', () => {
  assert.deepEqual([gutterOf(['0', '47']), gutterOf(['·reads', 'a']), gutterOf(['·詞元'])], [34, 56, 45]);
  assert.equal(widestGrid(8, ['·reads']), 56 + 8 * 28 + 1);
});
