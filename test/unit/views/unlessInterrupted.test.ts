import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { unlessInterrupted } from '../../../src/views/unlessInterrupted.ts';
import { EMBEDDED, explained, startEngine } from '../engine/engineProcess.ts';

const engine = startEngine();
after(() => engine.dispose());

test('a question that somebody else has interrupted is asked anew', async () => {
  const { run, model } = await explained(engine, 'The cat sat on the mat and looked at the dog. '.repeat(40), EMBEDDED);
  const failures: string[] = [];
  const question = () =>
    engine.attentionOverview(run, 24).catch((failure) => {
      failures.push(failure.code);
      throw failure;
    });
  const overview = unlessInterrupted(question);
  await engine.interrupt(run);
  assert.equal((await overview).layers, model.layers);
  assert.deepEqual(failures, ['cancelled']);
});

test('every other failure is that of the question', async () => {
  await assert.rejects(
    unlessInterrupted(() => engine.attentionOverview('gone', 24)),
    { code: 'run-unknown', run: 'gone' },
  );
});
