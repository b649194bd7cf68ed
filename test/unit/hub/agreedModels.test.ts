// What was agreed to of models larger than memory, from one window to the next.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AgreementStore, isAgreed, keepAgreement } from '../../../src/hub/agreedModels.ts';

function storeWith(entries: readonly (readonly [string, unknown])[] = []): AgreementStore {
  const kept = new Map(entries);
  return {
    get: (key) => kept.get(key),
    update: async (key, value) => {
      kept.set(key, JSON.parse(JSON.stringify(value))); // as a window writes it
    },
  };
}

test('a model is agreed to until its files become larger, and no other one with it', async () => {
  const store = storeWith();
  await keepAgreement(store, ['/a'], 100);
  assert.ok(isAgreed(store, ['/a'], 100));
  assert.ok(isAgreed(store, ['/a'], 90));
  assert.ok(!isAgreed(store, ['/a'], 101));
  assert.ok(!isAgreed(store, ['/b'], 1));
});

test('two models together are another question than one of them, in either order', async () => {
  const store = storeWith();
  await keepAgreement(store, ['/a', '/b'], 100);
  assert.ok(isAgreed(store, ['/b', '/a'], 100));
  assert.ok(isAgreed(store, ['/a'], 50), 'one of them takes less');
  const alone = storeWith();
  await keepAgreement(alone, ['/a'], 100);
  assert.ok(!isAgreed(alone, ['/a', '/b'], 100));
});

test('the last hundred are kept', async () => {
  const store = storeWith();
  for (let i = 0; i <= 100; i++) await keepAgreement(store, [`/model ${i}`], 1);
  assert.ok(!isAgreed(store, ['/model 0'], 1));
  assert.ok(isAgreed(store, ['/model 1'], 1) && isAgreed(store, ['/model 100'], 1));
});

for (const written of ['a text', 3, null, ['/a'], { '/a': 'many' }])
  test(`what something else has written, ${JSON.stringify(written)}, agrees to nothing`, () => {
    assert.ok(!isAgreed(storeWith([['tokenscope.agreedModels', written]]), ['/a'], 1));
  });
