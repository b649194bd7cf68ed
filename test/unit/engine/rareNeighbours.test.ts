// The closest tokens of the embedded model, with and without those that it hardly saw in training.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Neighbours } from '../../../src/contract/readings.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { EMBEDDED, explained, startEngine, TINY } from './engineProcess.ts';

const engine = startEngine();
after(() => engine.dispose());

async function neighboursOf(word: string, model = EMBEDDED): Promise<Neighbours> {
  const { run, tokens } = await explained(engine, word, model);
  return await engine.neighbours(run, (tokens.length - 1) as TokenIndex, 12);
}

const texts = (list: Neighbours['all'] | undefined) => (list ?? []).map(({ text }) => text);

test('river: 托 and 箇 are closest of the whole vocabulary, and left out among trained tokens', async () => {
  const { all, trained, isRare } = await neighboursOf('The river');
  assert.equal(isRare, false);
  assert.ok(['托', '箇'].every((rare) => texts(all).includes(rare)));
  assert.deepEqual(texts(trained).slice(0, 4), [' stream', ' water', ' pond', ' lake']);
  assert.equal(trained?.length, 12);
  const left = (trained ?? []).filter((one) => texts(all).includes(one.text));
  assert.deepEqual(
    left,
    (all ?? []).filter((one) => texts(trained).includes(one.text)),
    'in the same order',
  );
});

test('a character of the training text is trained, one that it lacks is not', async () => {
  assert.equal((await neighboursOf('水')).isRare, false);
  assert.equal((await neighboursOf('趙')).isRare, true);
});

test('the ids of all tokens that the model hardly saw', async () => {
  const { run, tokens } = await explained(engine, '水趙', EMBEDDED);
  const [water, rare] = tokens.slice(-2).map(({ id }) => id);
  const ids = (await engine.rareTokens(run)) ?? assert.fail('none');
  assert.ok(ids.includes(rare) && !ids.includes(water));
  assert.ok(ids.length > 100 && ids.length < 6_144, `${ids.length} of 12,288`);
  assert.deepEqual(await engine.rareTokens(run), ids);
});

test('random weights have no rarely trained tokens', async () => {
  const { trained, isRare } = await neighboursOf('The cat', TINY);
  assert.deepEqual([trained, isRare], [undefined, false]);
  assert.equal(await engine.rareTokens((await explained(engine, 'The cat', TINY)).run), undefined);
});
