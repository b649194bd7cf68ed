// Models that are larger than the machine's memory: nothing that nobody waits for opens them, and who has agreed once is not asked
// again. The file has its size and no bytes.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { memoryConsent } from '../../../src/commands/askAboutMemory.ts';
import { machineMemory, memoryNeeded } from '../../../src/hub/memory.ts';

suite('models larger than memory', () => {
  const folder = mkdtempSync(join(tmpdir(), 'large-'));
  const bytes = machineMemory() * 2;
  suiteSetup(() => {
    writeFileSync(join(folder, 'model.safetensors'), '');
    truncateSync(join(folder, 'model.safetensors'), bytes);
  });
  suiteTeardown(() => rmSync(folder, { recursive: true }));

  function consent() {
    const kept = new Map<string, unknown>();
    const update = async (key: string, value: unknown) => void kept.set(key, value);
    return { kept, memory: memoryConsent('', { get: (key) => kept.get(key), update }) };
  }

  test('are refused with both numbers where nobody waits for them', async () => {
    await assert.rejects(consent().memory.check(folder), (failure: Record<string, unknown>) => {
      assert.equal(failure.code, 'memory-short');
      assert.equal(failure.needsBytes, memoryNeeded(bytes, 'safetensors'));
      assert.equal(failure.hasBytes, machineMemory());
      return true;
    });
  });

  test('are opened without a question once somebody has agreed, each and not together with others', async () => {
    const { kept, memory } = consent();
    kept.set('tokenscope.agreedModels', { [folder]: memoryNeeded(bytes, 'safetensors') });
    await memory.check(folder);
    await memory.ask(folder);
    await assert.rejects(memory.check(folder, folder), { code: 'memory-short' });
  });

  test('are no matter where nothing is there, which opening it says', async () => {
    await consent().memory.ask(join(folder, 'none'));
  });
});
