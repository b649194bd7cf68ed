import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryAfterMs } from '../../../src/hub/retry.ts';
import { Speed } from '../../../src/hub/speed.ts';

test('Retry-After in seconds, as a date, and as nonsense', () => {
  const now = Date.parse('2026-11-25T00:00:00Z');
  const cases = [
    [null, undefined],
    ['0', 0],
    [' 120 ', 120_000],
    ['Wed, 25 Nov 2026 00:01:00 GMT', 60_000],
    ['Tue, 24 Nov 2026 00:00:00 GMT', 0],
    ['soon', undefined],
    ['', undefined],
  ] as const;
  for (const [header, expected] of cases) assert.equal(retryAfterMs(header, now), expected, `${header}`);
});

test('speed over the last seconds, and what is left', () => {
  const speed = new Speed();
  assert.equal(speed.bytesPerSecond, undefined);
  speed.add(0, 0);
  speed.add(100, 200);
  assert.equal(speed.bytesPerSecond, undefined); // too short to go by
  for (let s = 1; s <= 20; s++) speed.add(1000 * s, 1000 * s);
  assert.equal(speed.bytesPerSecond, 1000);
  assert.equal(speed.secondsLeft(25_000), 5);
  for (let s = 21; s <= 40; s++) speed.add(20_000 + 3000 * (s - 20), 1000 * s);
  assert.equal(speed.bytesPerSecond, 3000); // what was before is forgotten
});

test('a file that starts over begins a new measurement', () => {
  const speed = new Speed();
  for (let s = 0; s <= 5; s++) speed.add(1000 * s, 1000 * s);
  speed.add(0, 6000);
  assert.equal(speed.bytesPerSecond, undefined);
  speed.add(2000, 7000);
  assert.equal(speed.bytesPerSecond, 2000);
});

test('many samples within a moment are one', () => {
  const speed = new Speed();
  for (let ms = 0; ms <= 1000; ms++) speed.add(ms * 10, ms);
  assert.equal(speed.bytesPerSecond, 10_000);
});
