// How often each expert was chosen, by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { expertLoad } from '../../../src/explain/expertLoad.ts';

test('counts experts, and sums the weights that they were chosen with', () => {
  const { load, weightedLoad } = expertLoad(
    new Float32Array([2, 0, 2, 1]),
    new Float32Array([0.75, 0.25, 0.5, 0.5]),
    4,
  );
  assert.deepEqual([...load], [1, 1, 2, 0]);
  assert.deepEqual([...weightedLoad], [0.25, 0.5, 1.25, 0]);
});
