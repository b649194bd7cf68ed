import assert from 'node:assert/strict';
import { totalmem } from 'node:os';
import { test } from 'node:test';
import { machineMemory, memoryNeeded } from '../../../src/hub/memory.ts';

test('a model takes more memory than its file, in blocks more than in half precision', () => {
  assert.equal(memoryNeeded(1e9, 'safetensors'), 1.13e9);
  assert.equal(memoryNeeded(1e9, 'gguf'), 1.6e9);
});

test('there is no more memory than the machine has', () => {
  assert.ok(machineMemory() > 0 && machineMemory() <= totalmem());
});
