// What the engine's runs wait for: a model is released when nothing is at work on it, and no two wait for one another.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunId } from '../../../src/contract/engineApi.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import type { LoadedModel } from '../../../src/engine/models.ts';
import { Runs } from '../../../src/engine/runs.ts';
import { TINY } from './engineProcess.ts';

const LLAMA = TINY.replace(/gpt2$/, 'llama');
const NO_EVENTS = { blockDone() {}, modelOpened() {}, contextProgress() {}, inspectionProgress() {} };

test('a model is at work until the last question of a released run is answered', async () => {
  const runs = new Runs();
  const run = runs.begin('run' as RunId);
  const model = new Promise<LoadedModel>(() => {});
  run.model = model;
  const work = Promise.withResolvers<string>();
  const order: string[] = [];
  const answer = run.inTurn(() => work.promise).then((said) => order.push(said));
  await new Promise((resolve) => setImmediate(resolve)); // the question is being answered
  runs.begin('run' as RunId);
  const ended = runs.endRunsOf(model, false).then(() => order.push('ended'));
  await new Promise((resolve) => setImmediate(resolve));
  work.resolve('answered');
  await Promise.all([answer, ended]);
  assert.deepEqual(order, ['answered', 'ended']);
});

test('a run is not held against one that takes its model', { timeout: 60_000 }, async () => {
  const engine = createEngine(NO_EVENTS);
  await engine.explain({ run: 'first', modelFolder: TINY, text: 'one two' });
  const second = engine.explain({ run: 'second', modelFolder: LLAMA, text: 'one two' });
  const comparison = engine.comparison('first', { kind: 'run', run: 'second' });
  await assert.rejects(comparison, { code: 'run-unknown', run: 'second' });
  await second;
  await engine.unload(LLAMA);
});
