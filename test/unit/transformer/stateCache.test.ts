// What a state's cache says is left of each token, by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { StateCache } from '../../../src/transformer/stateCache.ts';

test('a token fades by the factors of those behind it, not by its own', () => {
  const cache = new StateCache({ groups: 1, heads: 2, dState: 1, dValue: 1, mapWeights: 0 });
  cache.reserve(3);
  cache.decays.rows(0, 3).set([-1, -8, -2, -16, -4, -32]); // three tokens, two heads
  assert.deepEqual(Array.from(cache.leftBehind(3, 4)), [-6, -4, 0, 0, -48, -32, 0, 0]);
  assert.deepEqual(Array.from(cache.leftBehind(1, 2)), [0, 0, 0, 0]);
});

test('the first tokens can be taken over into another cache', () => {
  const sizes = { groups: 1, heads: 2, dState: 1, dValue: 1, mapWeights: 0 };
  const [from, to] = [new StateCache(sizes), new StateCache(sizes)];
  from.reserve(2);
  to.reserve(2);
  from.decays.rows(0, 2).set([-1, -8, -2, -16]);
  from.keys.write(0, 2, Float32Array.of(1, 2), new Float32Array(0));
  from.values.write(0, 2, new Float32Array(0), Float32Array.of(3, 4, 5, 6));
  to.copyFrom(from, 1);
  assert.deepEqual(Array.from(to.decays.rows(0, 1)), [-1, -8]);
  assert.deepEqual(to.keys.rowsOf(0, 1).keys, Float32Array.of(1));
  assert.deepEqual(to.values.rowsOf(1, 1).values, Float32Array.of(5));
});
