import assert from 'node:assert/strict';
import { test } from 'node:test';
import { quantisationError } from '../../../src/explain/quantisationError.ts';

test('by hand: two positions, two tokens', () => {
  // softmax(0, 0) = (1/2, 1/2); softmax(0, ln 3) = (1/4, 3/4): 1/2 log₂ 2 + 1/2 log₂ 2/3 = 0.2075 bits
  const original = Float32Array.of(0, 0, 5, 1);
  const quantised = Float32Array.of(0, Math.log(3), 5, 1);
  const error = quantisationError(original, quantised, 2);
  assert.deepEqual([error.tokens, error.agreement], [2, 0.5]);
  assert.ok(Math.abs(error.largest - Math.log(3)) < 1e-6);
  assert.ok(Math.abs(error.rms - Math.log(3) / 2) < 1e-6); // one of four
  assert.ok(Math.abs(error.klBits - 0.2075 / 2) < 1e-4);
});

test('nothing changed costs nothing', () => {
  const logits = Float32Array.of(1, -2, 3, 0.5);
  assert.deepEqual(quantisationError(logits, logits, 2), { tokens: 2, largest: 0, rms: 0, klBits: 0, agreement: 1 });
});
