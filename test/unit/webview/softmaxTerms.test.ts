// The terms that the attention stop writes out are finite, and give the weights.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { softmaxTerms } from '../../../webview/stops/attention/softmaxTerms.ts';

test('the largest score is subtracted first: 148 and 147 have the terms 1 and 1/e', () => {
  const { most, exponentials } = softmaxTerms(Float32Array.of(147, 148, -1e4));
  assert.equal(most, 148);
  assert.deepEqual(
    Array.from(exponentials, (term) => Number(term.toFixed(6))),
    [0.367879, 1, 0],
  );
});
