import assert from 'node:assert/strict';
import { test } from 'node:test';
import { detachBuffer, detachCopy } from '../../../src/runtime/detachBuffer.ts';

test('an array that is detached is empty, and so is every view of its memory', () => {
  const array = new Float32Array(4);
  const view = array.subarray(1);
  detachBuffer(view);
  assert.deepEqual([array.length, view.length], [0, 0]);
});

test('a copy is detached, and what shares its memory with the original is kept', () => {
  const original = Float32Array.of(1, 2, 3);
  const copy = original.slice();
  detachCopy(copy, original);
  detachCopy(original.subarray(1), original);
  assert.deepEqual([copy.length, [...original]], [0, [1, 2, 3]]);
});
