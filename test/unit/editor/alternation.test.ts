import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alternation } from '../../../src/editor/alternation.ts';

const units = (...starts: number[]) => starts.map((start, i) => ({ start, end: starts[i + 1] ?? start + 1 }));

test('neighbours differ', () => {
  assert.deepEqual([...alternation(units(3, 5, 9), new Map()).values()], [false, true, false]);
});

test('a token keeps its tint where others come in front of it or go', () => {
  const first = alternation(units(10, 12, 15, 20), new Map());
  const above = alternation(units(4, 7, 9, 10, 12, 15), first);
  for (const start of [10, 12, 15]) assert.equal(above.get(start), first.get(start));
  assert.deepEqual([...above.values()], [true, false, true, false, true, false]);
  const below = alternation(units(15, 20, 22), above);
  assert.equal(below.get(15), first.get(15));
  assert.equal(below.get(20), first.get(20));
});
