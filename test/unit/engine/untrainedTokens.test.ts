import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import { untrainedTokens } from '../../../src/engine/untrainedTokens.ts';

const summary = { run: 'r', model: { folder: '/model' } } as RunSummary;
const of = (folder: string) => ({ kind: 'folder', folder }) as const;

test('the open model is asked once, and others are not known', async () => {
  let asked = 0;
  const untrained = untrainedTokens({ rareTokens: async () => [3, ++asked] }, () => summary);
  assert.deepEqual(await untrained(of('/model')), new Set([3, 1]));
  assert.deepEqual(await untrained(of('/model')), new Set([3, 1]));
  assert.equal(await untrained(of('/other')), undefined);
  assert.equal(await untrained({ kind: 'openai', encoding: 'o200k_base' }), undefined);
  assert.equal(await untrainedTokens({ rareTokens: async () => [1] }, () => undefined)(of('/model')), undefined);
});

test('a question that failed is asked again', async () => {
  let asked = 0;
  const rareTokens = async () => {
    if (++asked === 1) throw { code: 'cancelled' };
    return [7];
  };
  const untrained = untrainedTokens({ rareTokens }, () => summary);
  await assert.rejects(untrained(of('/model')), { code: 'cancelled' });
  assert.deepEqual(await untrained(of('/model')), new Set([7]));
});
