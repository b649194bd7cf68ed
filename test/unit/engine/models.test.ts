// A model in memory: who waits for it, and what happens when they give up.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Models } from '../../../src/engine/models.ts';
import { TINY } from './engineProcess.ts';

const LLAMA = TINY.replace(/gpt2$/, 'llama');

/** A signal that tells that its asker gives up when the first graph is opened, and the shares that were heard. */
function givingUp() {
  const asking = new AbortController();
  const shares: number[] = [];
  const onOpened = (share: number) => {
    shares.push(share);
    asking.abort();
  };
  return { opening: { signal: asking.signal, onOpened }, shares };
}

test('loading ends where all who wait have given up, and begins anew for the next', async () => {
  const { opening, shares } = givingUp();
  const models = new Models(async () => {});
  await assert.rejects(models.use(TINY, {}, opening), { code: 'cancelled' });
  assert.equal(shares.length, 1);
  const again: number[] = [];
  const { transformer } = await models.use(TINY, {}, { onOpened: (share) => again.push(share) });
  assert.deepEqual(again.slice(0, 1), shares);
  assert.equal(again.length, transformer.shape.layers + 2);
  await transformer.release();
});

test('one who gives up takes the model from nobody, and hears no more of it', async () => {
  const { opening, shares } = givingUp();
  const models = new Models(async () => {});
  const [first, second] = [models.use(TINY, {}, opening), models.use(TINY)];
  assert.equal(first, second);
  const { transformer } = await second;
  assert.equal(models.has(TINY), true);
  assert.equal(shares.length, 1);
  await transformer.release();
});

test('who waits for a model hears nothing of the one before it', async () => {
  const models = new Models(async () => {});
  const heard: Record<'first' | 'second', number[]> = { first: [], second: [] };
  const first = models.use(TINY, {}, { onOpened: (share) => heard.first.push(share) });
  const second = models.use(LLAMA, {}, { onOpened: (share) => heard.second.push(share) });
  const counts = [await first, await second].map(({ transformer }) => transformer.shape.layers + 2);
  assert.deepEqual([heard.first.length, heard.second.length], counts);
  await (await second).transformer.release();
});

test('a model that could not be loaded has no place that could be taken', async () => {
  const models = new Models(async () => {});
  const loading = models.use(import.meta.dirname); // a folder without a model
  assert.equal(
    models.isTaken((model) => model === loading),
    true,
  );
  await assert.rejects(loading, { code: 'file-missing' });
  assert.equal(
    models.isTaken((model) => model === loading),
    false,
  );
});

test('who gives up when it is there changes nothing', async () => {
  const models = new Models(async () => {});
  const asking = new AbortController();
  const loaded = await models.use(TINY, {}, { signal: asking.signal });
  asking.abort();
  assert.equal(await models.use(TINY), loaded);
  await loaded.transformer.release();
});
