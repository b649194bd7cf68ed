// The model types that are refused before a download are those that the engine refuses after it, which is asked here.
import assert from 'node:assert/strict';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Failure } from '../../../src/contract/failure.ts';
import { RUNNABLE_MODEL_TYPES } from '../../../src/hub/catalogue.ts';
import { explained, startEngine, TINY } from '../engine/engineProcess.ts';
import { newStore } from './downloading.ts';

test('the list of architectures is the one of the engine', async (context) => {
  const folder = join(await newStore(context), 'model');
  await cp(TINY, folder, { recursive: true });
  const file = join(folder, 'config.json');
  await writeFile(file, JSON.stringify({ ...JSON.parse(await readFile(file, 'utf8')), model_type: 't5' }));
  const engine = startEngine();
  context.after(() => engine.dispose());
  const failure: Failure = await explained(engine, 'x', folder).then(
    () => assert.fail('it ran'),
    (thrown) => thrown,
  );
  assert.ok(failure.code === 'config-unsupported');
  assert.deepEqual(failure.supported.toSorted(), RUNNABLE_MODEL_TYPES.toSorted());
});
