// How many tokens of unrolled states are run at a time, by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mostStateRows } from '../../../src/transformer/stateRows.ts';

const state = (heads: number) => ({ heads, groups: 1, dState: 1, dValue: 1, mapWeights: 0 });

test('the longer the text and the more heads, the fewer rows, but no fewer than 16', () => {
  const states = [undefined, state(8), state(4)];
  assert.deepEqual(
    [1, 1024, 4096, 100_000].map((tokens) => mostStateRows({ states }, tokens)),
    [131_072, 128, 32, 16],
  );
  assert.equal(mostStateRows({ states }, 0), 131_072);
});

test('layers without states set no limit', () => {
  assert.equal(mostStateRows({}, 4096), Number.POSITIVE_INFINITY);
  assert.equal(mostStateRows({ states: [undefined] }, 4096), Number.POSITIVE_INFINITY);
});
