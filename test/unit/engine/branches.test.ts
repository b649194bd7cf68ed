// Generation as a tree, from the real child with the embedded model: a token may be chosen, and a branch taken up again.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { RunSummary } from '../../../src/contract/engineApi.ts';
import type { GenerationStep } from '../../../src/contract/readings.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { EMBEDDED, explained, SAMPLING, startEngine } from './engineProcess.ts';

const engine = startEngine();
after(() => engine.dispose());

const TEXT = 'Once upon a time there was a';
const K = 5;

async function generated({ run }: RunSummary, steps: number): Promise<GenerationStep[]> {
  const all: GenerationStep[] = [];
  while (all.length < steps) all.push(await engine.generate(run, SAMPLING, K));
  return all;
}

/** Without the time it took. */
const kept = ({ ms: _, ...step }: GenerationStep) => step;
const next = async ({ run }: RunSummary, at: number) => await engine.nextTokens(run, at as TokenIndex, K, SAMPLING);

test('a token that is chosen makes the step that drawing it makes', async () => {
  const [drawn, chosen] = [await explained(engine, TEXT, EMBEDDED), await explained(engine, TEXT, EMBEDDED)];
  for (const step of await generated(drawn, 3))
    assert.deepEqual(kept(await engine.choose(chosen.run, step.token.id, SAMPLING, K)), kept(step));
});

test('an alternative at any step: one step is computed, and what follows is as if it were written', async () => {
  const summary = await explained(engine, TEXT, EMBEDDED);
  const steps = await generated(summary, 4);
  const at = steps[1].index;
  const other = steps[1].drawnFrom.candidates.find(({ id }) => id !== steps[1].token.id) ?? assert.fail();
  await engine.truncate(summary.run, at);
  const forked = await engine.choose(summary.run, other.id, SAMPLING, K);
  assert.deepEqual([forked.computed, forked.reused, forked.index], [1, at, at]);
  const fresh = await explained(engine, TEXT, EMBEDDED);
  await engine.restore(fresh.run, [steps[0].token.id, other.id]);
  const [a, b] = [await next(summary, at), await next(fresh, at)];
  for (const [i, { id, probability }] of b.candidates.entries()) {
    assert.equal(a.candidates[i].id, id);
    assert.ok(Math.abs(a.candidates[i].probability - probability) < 1e-5);
  }
});

test('back to a branch and forward again: the same numbers', async () => {
  const summary = await explained(engine, TEXT, EMBEDDED);
  const steps = await generated(summary, 4);
  const ids = steps.map(({ token }) => token.id);
  const last = steps[3].index;
  const before = await next(summary, last);
  await engine.restore(summary.run, [...ids.slice(0, 2), 300, 301, 302]);
  assert.notDeepEqual((await next(summary, last)).candidates, before.candidates);
  await engine.restore(summary.run, ids);
  const again = await next(summary, last);
  for (const [i, { id, probability }] of before.candidates.entries()) {
    assert.equal(again.candidates[i].id, id);
    assert.ok(Math.abs(again.candidates[i].probability - probability) < 1e-5);
  }
  await engine.restore(summary.run, ids.slice(0, 3));
  assert.deepEqual(kept(await engine.generate(summary.run, SAMPLING, K)).token, steps[3].token);
  await engine.restore(summary.run, []);
  assert.equal((await generated(summary, 1))[0].index, summary.tokens.length);
});

test('no token, and no room for it', async () => {
  const summary = await explained(engine, TEXT, EMBEDDED);
  const { run, model } = summary;
  await assert.rejects(engine.choose(run, 10_000_000, SAMPLING, K), { code: 'question-invalid' });
  await assert.rejects(engine.restore(run, [1, 10_000_000]), { code: 'question-invalid' });
  const tooMany = Array.from({ length: model.context }, () => 1);
  await assert.rejects(engine.restore(run, tooMany), { code: 'context-full', context: model.context });
  assert.equal((await generated(summary, 1))[0].index, summary.tokens.length);
});
