// A text of any length in windows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { windowAt, windowCount, windowOf, windowsFor } from '../../../src/explain/windows.ts';

test('10 tokens in windows of 4 with stride 2', () => {
  const windows = { length: 4, stride: 2 };
  assert.equal(windowCount(10, windows), 4);
  assert.deepEqual(
    [0, 1, 2, 3].map((index) => windowAt(index, 10, windows)),
    [
      { start: 0, first: 0, end: 4 },
      { start: 2, first: 4, end: 6 },
      { start: 4, first: 6, end: 8 },
      { start: 6, first: 8, end: 10 },
    ],
  );
});

test('every token of every text is predicted once, from half a window at least where there is so much before it', () => {
  for (const context of [2, 3, 5, 8, 64])
    for (const front of [0, 1]) {
      const windows = windowsFor(context, front);
      if (!windows) continue;
      for (let tokens = 0; tokens <= 3 * context; tokens++) {
        const predicted: number[] = [];
        for (let index = 0; index < windowCount(tokens, windows); index++) {
          const { start, first, end } = windowAt(index, tokens, windows);
          assert.ok(end - start + front <= context, `${context} ${front} ${tokens}`);
          for (let token = first; token < end; token++) {
            predicted.push(token);
            assert.equal(windowOf(token, windows), index);
            assert.ok(token - start >= Math.min(token, Math.floor(windows.length / 2)));
          }
        }
        assert.deepEqual(
          predicted,
          Array.from({ length: tokens }, (_, i) => i),
        );
      }
    }
});

test('a context without room for a token and what predicts it has no windows', () => {
  assert.equal(windowsFor(1, 0), undefined);
  assert.equal(windowsFor(1, 1), undefined);
  assert.equal(windowsFor(0, 0), undefined);
  assert.deepEqual(windowsFor(2, 0), { length: 2, stride: 1 });
  assert.deepEqual(windowsFor(2, 1), { length: 1, stride: 1 });
});

test('no window is longer than 1,024 tokens', () => {
  assert.deepEqual(windowsFor(131_072, 1), { length: 1023, stride: 511 });
});
