// An engine that lives and answers nothing is ended, and a new one goes on.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { EngineClient } from '../../../src/engine/client.ts';
import { EMBEDDED, explained, startEngine, TINY } from './engineProcess.ts';

/** It is silent while it starts, too, which takes a while on a busy machine. */
const PATIENCE = { pingMs: 100, pings: 80 };
const KILLED = { code: 'engine-stopped', exitCode: null, signal: 'SIGKILL' };
const LONG = 'The cat sat on the mat and looked at the dog. '.repeat(200);

function stand(engine: EngineClient): void {
  process.kill(engine.processId ?? assert.fail('no engine'), 'SIGSTOP');
}

describe('an engine that stands still', { concurrency: true }, () => {
  test('in the middle of a question: it fails, the next is answered', async (t) => {
    const engine = startEngine(undefined, PATIENCE);
    t.after(() => engine.dispose());
    const exits: unknown[] = [];
    engine.onExit((failure) => exits.push(failure));
    const listening = engine.onBlockDone((_run, done) => {
      if (done === 1) stand(engine);
    });
    await assert.rejects(explained(engine, LONG, EMBEDDED), KILLED);
    listening.dispose();
    assert.deepEqual(exits, [KILLED]);
    assert.equal((await explained(engine, 'again')).textLength, 5);
  });

  test('before a question: another one answers it', async (t) => {
    const engine = startEngine(undefined, PATIENCE);
    t.after(() => engine.dispose());
    const tokenizer = { kind: 'folder', folder: TINY } as const;
    assert.deepEqual(await engine.count(['a'], tokenizer), [1]);
    const { processId } = engine;
    stand(engine);
    assert.deepEqual(await engine.count(['a'], tokenizer), [1]);
    assert.notEqual(engine.processId, processId);
  });
});
