import assert from 'node:assert/strict';
import { test } from 'node:test';
import { medianOf, weighted } from '../../../src/explain/valueWeighted.ts';

test('each weight times the length of its own value', () => {
  // Two queries, two keys: the first key's value is short.
  const corrected = weighted(Float32Array.of(1, 0, 0.75, 0.25), Float64Array.of(0.5, 4), 2);
  assert.deepEqual([...corrected], [0.5, 0, 0.375, 1]);
});

test('the median is the middle one, or lies between the two in the middle', () => {
  assert.deepEqual(
    [[], [3], [9, 1], [5, 1, 2]].map((values) => medianOf(Float64Array.from(values))),
    [0, 3, 5, 2],
  );
});
