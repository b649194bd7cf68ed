import assert from 'node:assert/strict';
import { test } from 'node:test';
import { causalMask } from '../../../src/transformer/mask.ts';

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
