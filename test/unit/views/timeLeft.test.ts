// How much longer a text is being read, by a clock that the test moves.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TimeLeft } from '../../../src/views/timeLeft.ts';

test('what is left takes as long for each piece as what is done, counted from where the model is loaded', () => {
  let now = 5000;
  const left = new TimeLeft(() => now);
  const after = (done: number, of = 12, run = 'a') => left.after({ run, done, of });
  assert.equal(after(0, 0), undefined);
  now = 65_000;
  assert.equal(after(0), undefined);
  now = 66_000;
  assert.equal(after(2), undefined, 'too early');
  now = 67_000;
  assert.equal(after(4), 4000);
  now = 73_000;
  assert.equal(after(12), 0);
});

test('another text begins anew', () => {
  let now = 0;
  const left = new TimeLeft(() => now);
  assert.equal(left.after({ run: 'a', done: 0, of: 4 }), undefined);
  now = 10_000;
  assert.equal(left.after({ run: 'a', done: 1, of: 4 }), 30_000);
  assert.equal(left.after({ run: 'b', done: 0, of: 4 }), undefined);
  now = 12_000;
  assert.equal(left.after({ run: 'b', done: 1, of: 4 }), 6000);
});
