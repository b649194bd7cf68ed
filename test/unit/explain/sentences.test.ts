// How the cosine of two texts is made of their tokens.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../../src/explain/seededRandom.ts';
import { pairShares, pooled, type TokenVectors, tokenCosines } from '../../../src/explain/sentences.ts';
import { cosine } from '../../../src/transformer/vectors.ts';

/** Two tokens and three, of two components. */
const OURS: TokenVectors = { values: Float32Array.of(1, 0, 0, 2), width: 2 };
const THEIRS: TokenVectors = { values: Float32Array.of(2, 0, 0, 1, 1, 1), width: 2 };

test('the first, the last, the mean and the largest, by hand', () => {
  assert.deepEqual([...pooled(THEIRS, 'cls')], [2, 0]);
  assert.deepEqual([...pooled(THEIRS, 'last')], [1, 1]);
  assert.deepEqual(
    [...pooled(THEIRS, 'mean')].map((value) => value * 3),
    [3, 2],
  );
  assert.deepEqual([...pooled(THEIRS, 'max')], [2, 1]);
});

test('shares of pairs, by hand: Σ u = (1 2), Σ w = (3 2)', () => {
  const lengths = Math.sqrt(5) * Math.sqrt(13);
  const expected = [2, 0, 1, 0, 2, 2].map((product) => Math.fround(product / lengths));
  for (const [i, share] of pairShares(OURS, THEIRS).entries()) assert.ok(Math.abs(share - expected[i]) < 1e-7);
});

test('cosines of tokens do not depend on their lengths', () => {
  const half = Math.fround(Math.SQRT1_2);
  assert.deepEqual([...tokenCosines(OURS, THEIRS)], [1, 0, half, 0, 1, half]);
});

test('the shares of all pairs sum to the cosine of the two means, whatever the vectors', () => {
  const random = seededRandom(5);
  for (let round = 0; round < 50; round++) {
    const width = 1 + Math.floor(random() * 40);
    const vectors = (): TokenVectors => {
      const tokens = 1 + Math.floor(random() * 30);
      return { values: Float32Array.from({ length: tokens * width }, () => random() * 4 - 2), width };
    };
    const [a, b] = [vectors(), vectors()];
    const sum = pairShares(a, b).reduce((all, share) => all + share, 0);
    const whole = cosine(pooled(a, 'mean'), pooled(b, 'mean'));
    assert.ok(Math.abs(sum - whole) < 1e-4, `round ${round}: ${sum} for ${whole}`);
  }
});

test('a text of zeros is like no other', () => {
  const nothing: TokenVectors = { values: new Float32Array(4), width: 2 };
  assert.deepEqual([...pairShares(nothing, OURS)], [0, 0, 0, 0]);
});
