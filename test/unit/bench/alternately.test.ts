import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alternately, besideOurs } from '../../bench/alternately.ts';

test('runs each in turn, once more than it is timed', async () => {
  const ran: string[] = [];
  const work = (name: string) => async () => ran.push(name);
  const times = await alternately(2, { ours: work('ours'), theirs: work('theirs') });
  assert.deepEqual(ran, ['ours', 'theirs', 'ours', 'theirs', 'ours', 'theirs']);
  assert.deepEqual(Object.keys(times), ['ours', 'theirs']);
  assert.equal(times.ours.ratio, 1);
});

test('says of each peer how many times as long ours takes', () => {
  const times = { ours: { ms: 2, ratio: 1 }, theirs: { ms: 8, ratio: 0.25 } };
  assert.deepEqual(
    besideOurs(times, (ms) => ({ half: ms / 2 })),
    { ours: { ms: 2, half: 1 }, theirs: { ms: 8, half: 4, 'ours, times': 0.25 } },
  );
});
