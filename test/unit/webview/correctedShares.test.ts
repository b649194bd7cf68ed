// Three readings of attention as shares of a whole: by hand-worked examples.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { correctedShares, restingHeads, restsOnFirst } from '../../../webview/lab/why/correctedShares.ts';

const RAW = [0.6, 0.3, 0.1, 0];
const MOVED = [0.3, 0.9, 0.6, 0.2]; // weights times lengths of 0.5, 3, 6 and, of what has no weight, nothing

test('each column is a share of its own sum, and what is moved leads', () => {
  const { listed, others } = correctedShares(RAW, MOVED, [0.4, 0.2, 0.2, 0.2], { withFirst: true, most: 10 });
  assert.equal(others, undefined);
  assert.deepEqual(
    listed.map(({ token, moved }) => [token, moved.toFixed(2)]),
    [
      [1, '0.45'],
      [2, '0.30'],
      [0, '0.15'],
      [3, '0.10'],
    ],
  );
  for (const column of ['raw', 'moved', 'rolled'] as const)
    assert.ok(Math.abs(listed.reduce((sum, one) => sum + (one[column] ?? Number.NaN), 0) - 1) < 1e-12, column);
});

test('without the first token the rest is the whole', () => {
  const { listed } = correctedShares(RAW, MOVED, undefined, { withFirst: false, most: 10 });
  assert.deepEqual(
    listed.map(({ token, raw, rolled }) => [token, raw.toFixed(2), rolled]),
    [
      [1, '0.75', undefined],
      [2, '0.25', undefined],
      [3, '0.00', undefined],
    ],
  );
  assert.deepEqual(correctedShares([1], [0.5], [1], { withFirst: false, most: 10 }), { listed: [], others: undefined });
});

test('a token that is large in one column is listed, and the others are one line', () => {
  const { listed, others } = correctedShares(RAW, MOVED, [0, 0, 0, 1], { withFirst: true, most: 2 });
  assert.deepEqual(
    listed.map(({ token }) => token),
    [0, 3],
  );
  assert.deepEqual(others && [others.count, others.raw.toFixed(2), others.moved.toFixed(2), others.rolled], [
    2,
    '0.40',
    '0.75',
    0,
  ]);
});

test('nothing that was moved is no share, and not a number that is none', () => {
  const { listed } = correctedShares([1, 0], [0, 0], undefined, { withFirst: true, most: 2 });
  assert.deepEqual(
    listed.map(({ moved }) => moved),
    [0, 0],
  );
});

test('a head rests where it looks much and moves little', () => {
  const resting = { attention: 0.9, length: 0.7, otherLength: 4.7 };
  assert.ok(restsOnFirst(resting));
  assert.ok(!restsOnFirst({ ...resting, attention: 0.2 }));
  assert.ok(!restsOnFirst({ ...resting, length: 4 }));
  const none = { rows: 0, columns: 0, values: new Float32Array() };
  const firstToken = [{ ...resting, attention: 0 }, resting, resting];
  assert.deepEqual(restingHeads({ raw: none, weighted: none, firstToken }), [1, 2]);
});
