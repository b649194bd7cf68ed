// What a webview may ask: questions about its own run, and no others.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EngineApi } from '../../../src/contract/engineApi.ts';
import { QUESTION_NAMES, RUN_QUESTION_NAMES } from '../../../src/contract/questions.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { runQuestions } from '../../../src/views/runQuestions.ts';
import { TINY } from '../engine/engineProcess.ts';

const engine: EngineApi = createEngine({
  modelOpened: () => {},
  blockDone: () => {},
  contextProgress: () => {},
  inspectionProgress: () => {},
});

test('the engine answers the questions of the list and no others', () => {
  assert.deepEqual(Object.keys(engine).sort(), [...QUESTION_NAMES].sort());
});

test('a question about its own run is passed on as it is', async () => {
  const { run } = await engine.explain({ run: 'own', modelFolder: TINY, text: 'one two three' });
  const questions = runQuestions(engine, () => run);
  assert.deepEqual(
    await questions.attentionRows(run, 1 as TokenIndex),
    await engine.attentionRows(run, 1 as TokenIndex),
  );
});

for (const name of RUN_QUESTION_NAMES) {
  test(`${name} about another run is refused`, async () => {
    const question = runQuestions(engine, () => 'own')[name] as (run: string) => Promise<unknown>;
    await assert.rejects(question('other'), { code: 'run-unknown', run: 'other' });
  });
}

test('what names a folder or ends a run is not passed on', () => {
  const questions = runQuestions(engine, () => 'own');
  for (const name of ['load', 'unload', 'tokenize', 'count', 'chat', 'explain', 'ngrams', 'cancel', 'release'])
    assert.ok(!(name in questions), name);
});
