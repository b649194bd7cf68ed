import assert from 'node:assert/strict';
import { test } from 'node:test';
import { descendingIds } from '../../../src/explain/descendingIds.ts';
import { uniformAt } from '../../../src/explain/sampling.ts';

test('equal ones by id; positive before zero of either sign before negative', () => {
  assert.deepEqual(Array.from(descendingIds([0, 1, 1])), [1, 2, 0]);
  assert.deepEqual(Array.from(descendingIds([-2, 0, -0, 3, -1, 0.5])), [3, 5, 1, 2, 4, 0]);
  assert.deepEqual(Array.from(descendingIds([])), []);
});

test('what is cut off comes last, what overflowed first', () => {
  assert.deepEqual(Array.from(descendingIds([-Infinity, -1e38, Infinity, 1e38])), [2, 3, 1, 0]);
});

test('as a sort that compares, on numbers of every size and many equal ones', () => {
  const values = Float32Array.from({ length: 20_000 }, (_, i) => {
    const size = 2 ** Math.floor(uniformAt(1, i) * 60 - 30);
    return Math.round((uniformAt(2, i) - 0.5) * 50) * size;
  });
  const compared = Uint32Array.from(values.keys()).sort((a, b) => values[b] - values[a] || a - b);
  assert.deepEqual(descendingIds(values), compared);
});
