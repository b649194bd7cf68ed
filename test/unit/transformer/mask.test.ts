import assert from 'node:assert/strict';
import { test } from 'node:test';
import { causalMask, tapsBehind } from '../../../src/transformer/mask.ts';

const NO = Number.NEGATIVE_INFINITY;

test('without a past, a query sees itself and what came before', () => {
  assert.deepEqual(Array.from(causalMask(3, 0, 0)), [0, NO, NO, 0, 0, NO, 0, 0, 0]);
});

test('empty slots of the cache are never seen', () => {
  // one token in two slots, then two new ones: slot 0 | slot 1 (empty) || new 0 | new 1
  assert.deepEqual(Array.from(causalMask(2, 1, 2)), [0, NO, 0, NO, 0, NO, 0, 0]);
});

test('a window hides what came before it, in the cache and among new tokens', () => {
  assert.deepEqual(Array.from(causalMask(2, 1, 2, 2)), [0, NO, 0, NO, NO, NO, 0, 0]);
  assert.deepEqual(Array.from(causalMask(3, 0, 0, 1)), [0, NO, NO, NO, 0, NO, NO, NO, 0]);
});

test('a convolution reads each token and those before it, but for hidden ones', () => {
  const place = { kernel: 3, past: 2, n: 3 }; // tokens 2, 3, 4
  assert.deepEqual(Array.from(tapsBehind([], place)), Array(9).fill(1));
  const hidden = tapsBehind([{ kind: 'hide', start: 1, end: 3 }], place);
  assert.deepEqual(Array.from(hidden), [1, 1, 1, 1, 0, 0, 1, 1, 0]); // token 2 is hidden itself, and reads on
  const fromOne = tapsBehind([{ kind: 'hide', start: 1, end: 3, query: 4 }], place);
  assert.deepEqual(Array.from(fromOne), [1, 1, 1, 1, 1, 1, 1, 1, 0]);
  assert.deepEqual(
    Array.from(tapsBehind([{ kind: 'hide', start: 1, end: 3, layer: 0, head: 0 }], place)),
    Array(9).fill(1),
  );
});
