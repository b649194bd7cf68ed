import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { TokenizerRef } from '../../../src/contract/tokens.ts';
import { CountCache } from '../../../src/editor/countCache.ts';

const GPT: TokenizerRef = { kind: 'openai', encoding: 'o200k_base' };
const OLD: TokenizerRef = { kind: 'openai', encoding: 'r50k_base' };

/** Counts characters and remembers what it was asked. */
function counter() {
  const asked: string[][] = [];
  const count = async (texts: readonly string[]) => {
    asked.push([...texts]);
    return texts.map((text) => text.length);
  };
  return { asked, count };
}

test('what was counted is not counted again, not even within one question', async () => {
  const source = counter();
  const cache = new CountCache(source);
  assert.deepEqual(await cache.count(['a', 'bb', 'a'], GPT), [1, 2, 1]);
  assert.deepEqual(await cache.count(['bb', 'ccc'], GPT), [2, 3]);
  assert.deepEqual(source.asked, [['a', 'bb'], ['ccc']]);
});

test('another tokenizer counts anew', async () => {
  const source = counter();
  const cache = new CountCache(source);
  await cache.count(['a'], GPT);
  await cache.count(['a'], OLD);
  assert.deepEqual(source.asked, [['a'], ['a']]);
});

test('a count that failed is asked for again', async () => {
  let fails = true;
  const cache = new CountCache({ count: async () => (fails ? Promise.reject(new Error('no engine')) : [7]) });
  await assert.rejects(cache.count(['a'], GPT));
  fails = false;
  assert.deepEqual(await cache.count(['a'], GPT), [7]);
});

test('forgets the oldest, and still answers what was asked at once', async () => {
  const source = counter();
  const cache = new CountCache(source);
  const many = Array.from({ length: 20_001 }, (_, i) => `text ${i}`);
  assert.equal((await cache.count(many, GPT)).length, 20_001);
  await cache.count(['text 20000', 'text 0'], GPT);
  assert.deepEqual(source.asked[1], ['text 0']);
});

test('a document of a megabyte that changes sixty times leaves next to nothing behind', async () => {
  const cache = new CountCache({ count: async (texts) => texts.map((text) => text.length) });
  const text = 'word '.repeat(200_000);
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const before = process.memoryUsage().heapUsed;
  for (let pause = 0; pause < 60; pause++) {
    // Read back from bytes, as from a document: a string that was put together would share what it was made of.
    const changed = Buffer.from(`${text}${pause}`).toString();
    assert.deepEqual(await cache.count([changed, changed.slice(0, 100_000)], GPT), [changed.length, 100_000]);
  }
  collect();
  const kept = process.memoryUsage().heapUsed - before;
  assert.ok(kept < 12e6, `${(kept / 1e6).toFixed(1)} MB`);
});

test('paragraphs stay when longer texts come and go', async () => {
  const source = counter();
  const cache = new CountCache(source);
  await cache.count(['a paragraph'], GPT);
  for (let i = 0; i < 50; i++) await cache.count([`${'long '.repeat(100_000)}${i}`], GPT);
  await cache.count(['a paragraph'], GPT);
  assert.equal(source.asked.length, 51);
});
