// What GGUF files are refused before a download is what the engine refuses after it: both tables have the same names, and
// mean the same model types.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GGUF_ARCHITECTURES, ggufArchitecture } from '../../../src/checkpoint/gguf/architectures.ts';
import { RUNNABLE_GGUF_ARCHITECTURES, RUNNABLE_MODEL_TYPES } from '../../../src/hub/catalogue.ts';

test('the architectures of GGUF files that may be downloaded are those that open and run', () => {
  const plain = { hasExperts: false, hasWindow: false, hasSecondNorm: false, isPooled: false, growsWithPlace: false };
  const running = GGUF_ARCHITECTURES.filter((name) =>
    RUNNABLE_MODEL_TYPES.includes(ggufArchitecture(name, plain)?.modelType ?? ''),
  );
  assert.deepEqual(RUNNABLE_GGUF_ARCHITECTURES.toSorted(), running.toSorted());
});
