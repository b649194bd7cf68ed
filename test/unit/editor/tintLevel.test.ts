import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TINT_LEVELS, tintLevel } from '../../../src/editor/tintLevel.ts';

test('faint weights are not tinted, a weight of 1 gets the strongest', () => {
  assert.equal(tintLevel(0), undefined);
  assert.equal(tintLevel(0.019), undefined);
  assert.equal(tintLevel(Number.NaN), undefined);
  assert.equal(tintLevel(0.02), 1);
  assert.equal(tintLevel(0.25), 3);
  assert.equal(tintLevel(1), TINT_LEVELS - 1);
  assert.equal(tintLevel(1.0001), TINT_LEVELS - 1);
});
