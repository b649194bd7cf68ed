import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PairRanks } from '../../../../src/tokenizer/models/pairRanks.ts';
import { randomOf } from '../../random.ts';

test('ranks are those of a map, the last one of a pair', () => {
  const random = randomOf(5);
  const pairs = 5_000;
  const ranks = new PairRanks(pairs);
  const expected = new Map<string, number>();
  for (let rank = 0; rank < pairs; rank++) {
    const [first, second] = [random.below(100), random.below(100)];
    ranks.set(first, second, rank);
    expected.set(`${first} ${second}`, rank);
  }
  for (let first = 0; first < 101; first++)
    for (let second = 0; second < 101; second++)
      assert.equal(ranks.get(first, second), expected.get(`${first} ${second}`));
});

test('without pairs there is no rank', () => {
  assert.equal(new PairRanks(0).get(0, 0), undefined);
});
