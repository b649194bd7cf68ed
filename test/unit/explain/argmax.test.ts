import assert from 'node:assert/strict';
import { test } from 'node:test';
import { argmax } from '../../../src/explain/argmax.ts';

test('the index of the largest, the first one of several', () => {
  assert.equal(argmax([1, 3, 3]), 1);
  assert.equal(argmax(Float32Array.of(-2, -1, -3)), 1);
  assert.equal(argmax([Number.NEGATIVE_INFINITY]), 0);
});
