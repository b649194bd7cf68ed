// A model in memory: who waits for it, and what happens when they give up.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Models } from '../../../src/engine/models.ts';
import { TINY } from './engineProcess.ts';

/** Models, and the shares that were opened; `atFirst` is called with the first of them. */
function listenedTo(atFirst: () => void) {
  const models = new Models(async () => {});
  const shares: number[] = [];
  models.whileLoading((share) => {
    shares.push(share);
    if (shares.length === 1) atFirst();
  }, new AbortController().signal);
  return { models, shares };
}

test('loading ends where all who wait have given up, and begins anew for the next', async () => {
  const asking = new AbortController();
  const { models, shares } = listenedTo(() => asking.abort());
  await assert.rejects(models.use(TINY, {}, asking.signal), { code: 'cancelled' });
  assert.equal(shares.length, 1);
  const { transformer } = await models.use(TINY);
  assert.deepEqual(shares.slice(1, 2), shares.slice(0, 1));
  assert.equal(shares.length, 1 + transformer.shape.layers + 2);
  await transformer.release();
});

test('one who gives up takes the model from nobody', async () => {
  const asking = new AbortController();
  const { models } = listenedTo(() => asking.abort());
  const [first, second] = [models.use(TINY, {}, asking.signal), models.use(TINY)];
  assert.equal(first, second);
  const { transformer } = await second;
  assert.equal(models.has(TINY), true);
  await transformer.release();
});

test('who gives up when it is there changes nothing', async () => {
  const models = new Models(async () => {});
  const asking = new AbortController();
  const loaded = await models.use(TINY, {}, asking.signal);
  asking.abort();
  assert.equal(await models.use(TINY), loaded);
  await loaded.transformer.release();
});
