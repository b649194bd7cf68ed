// The share of a normal distribution below z, back from what was made of a share.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalShare } from '../../../../src/checkpoint/gguf/normalShare.ts';
import { normalQuantile } from '../../../../src/transformer/layers/sparseGate.ts';

test('a share comes back from the z that it stands for in a file, rounded to float32', () => {
  for (const share of [0.95, 0.9, 0.5, 0.2, 0.001, 0.999, 0.123456])
    assert.equal(normalShare(Math.fround(normalQuantile(Math.fround(share)))), share);
});

test('by hand: all of the distribution lies below infinity, none below minus infinity, 97.5 % below 1.959964', () => {
  assert.deepEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 1.959964].map(normalShare), [0, 1, 0.975]);
});
