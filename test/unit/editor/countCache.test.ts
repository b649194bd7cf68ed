import assert from 'node:assert/strict';
import { test } from 'node:test';
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
