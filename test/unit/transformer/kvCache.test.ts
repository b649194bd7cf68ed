import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KvCache } from '../../../src/transformer/kvCache.ts';

test('keeps keys transposed and values in rows, also when it grows', () => {
  const cache = new KvCache({ keyValueHeads: 2, dHead: 2, dValue: 2 }); // 2 heads, d_head 2
  cache.reserve(2);
  // keys [head, d_head, token], values [head, token, d_head]
  cache.write(0, 2, Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), Float32Array.of(1, 3, 2, 4, 5, 7, 6, 8));
  const before = cache.slots;
  cache.reserve(before + 1);
  assert.ok(cache.slots > before);
  cache.write(2, 1, Float32Array.of(10, 20, 30, 40), Float32Array.of(10, 20, 30, 40));
  const key = (head: number, d: number) => Array.from(cache.keys.subarray((head * 2 + d) * cache.slots).subarray(0, 3));
  assert.deepEqual(
    [key(0, 0), key(0, 1), key(1, 0), key(1, 1)],
    [
      [1, 2, 10],
      [3, 4, 20],
      [5, 6, 30],
      [7, 8, 40],
    ],
  );
  const value = (head: number) => Array.from(cache.values.subarray(head * cache.slots * 2).subarray(0, 6));
  assert.deepEqual(
    [value(0), value(1)],
    [
      [1, 3, 2, 4, 10, 20],
      [5, 7, 6, 8, 30, 40],
    ],
  );
});

test('with fewer slots, rows are as long as these', () => {
  const cache = new KvCache({ keyValueHeads: 2, dHead: 2, dValue: 1 });
  cache.reserve(3);
  cache.write(0, 2, Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), Float32Array.of(1, 2, 3, 4));
  const narrow = { keys: Float32Array.of(1, 3, 5, 7), values: Float32Array.of(1, 3) };
  assert.deepEqual(cache.narrowed(1), narrow);
  assert.equal(cache.narrowed(cache.slots).keys, cache.keys);
});

test('hands out the keys and values of some tokens as they were written', () => {
  const cache = new KvCache({ keyValueHeads: 2, dHead: 2, dValue: 1 });
  cache.reserve(5);
  cache.write(0, 1, Float32Array.of(9, 9, 9, 9), Float32Array.of(9, 9));
  const [keys, values] = [Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8), Float32Array.of(1, 2, 3, 4)];
  cache.write(1, 2, keys, values);
  assert.deepEqual(cache.ofTokens(1, 3), { keys, values });
});

test('room for a text that is known, and more than that where token after token comes in', () => {
  const cache = new KvCache({ keyValueHeads: 1, dHead: 1, dValue: 1 });
  cache.reserve(512);
  assert.equal(cache.slots, 512);
  cache.reserve(513);
  assert.equal(cache.slots, 576);
  cache.reserve(4000);
  assert.equal(cache.slots, 4000);
  cache.reserve(4001);
  assert.equal(cache.slots, 4500);
});

test('what it grew out of is given back at once', () => {
  const cache = new KvCache({ keyValueHeads: 2, dHead: 2, dValue: 2 });
  cache.reserve(8);
  const { keys, values } = cache;
  cache.reserve(cache.slots + 1);
  assert.deepEqual([keys.length, values.length], [0, 0]);
});

test('slots nobody wrote hold numbers that a weight of 0 takes away', () => {
  const cache = new KvCache({ keyValueHeads: 1, dHead: 1, dValue: 1 });
  cache.reserve(5);
  assert.ok(cache.keys.every(Number.isFinite) && cache.values.every(Number.isFinite));
});

test('values may be wider than keys, and there may be no heads at all', () => {
  const cache = new KvCache({ keyValueHeads: 1, dHead: 1, dValue: 2 });
  cache.reserve(2);
  cache.write(0, 2, Float32Array.of(1, 2), Float32Array.of(3, 4, 5, 6));
  assert.deepEqual(cache.rowsOf(0, 2), { keys: Float32Array.of(1, 2), values: Float32Array.of(3, 4, 5, 6) });
  const none = new KvCache({ keyValueHeads: 0, dHead: 1, dValue: 1 });
  none.reserve(2);
  none.write(0, 2, new Float32Array(0), new Float32Array(0));
  assert.ok(none.slots >= 2);
  assert.equal(none.bytes, 0);
});
