// No engine is left behind by an editor that was killed.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { test } from 'node:test';

test('a child that reads no messages ends when its parent is killed', async () => {
  const parent = spawn(process.execPath, [resolve(import.meta.dirname, 'orphan.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(parent.stdout, 'close');
  const [begins] = await once(parent.stdout, 'data');
  assert.equal(String(begins), 'begins\n');
  parent.kill('SIGKILL');
  await closed;
});
