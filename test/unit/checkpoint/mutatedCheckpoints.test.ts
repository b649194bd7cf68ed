// 10,000 checkpoints of all architectures with something wrong in them, from seeds: each loads and runs, or fails with
// a Failure; nothing else is thrown, nothing crashes, nothing hangs, and memory stays below a gigabyte. To try one
// again: node test/unit/checkpoint/mutations/tryMutations.ts SEED 1
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';

const PROGRAM = join(import.meta.dirname, 'mutations/tryMutations.ts');
const COUNT = 10_000;
/** A checkpoint takes milliseconds, but longer on a machine that is busy with other things. */
const HANGS_AFTER_MS = 60_000;
const GIGABYTE_IN_KIB = 1024 * 1024;

test(`${COUNT} mutated checkpoints load or fail in words`, async () => {
  const { last, exitCode, thrown } = await tried(0, COUNT);
  assert.deepEqual(thrown, []);
  assert.equal(exitCode, 0, `the process ended or hung at ${JSON.stringify(last)}`);
  assert.ok(Number(last.maxRssKiB) < GIGABYTE_IN_KIB, `${last.maxRssKiB} KiB of memory`);
  assert.ok(Number(last.loaded) > COUNT / 20, 'hardly any of them still loads: nothing is tried behind the checks');
});

type Line = Readonly<Record<string, unknown>>;

async function tried(first: number, count: number) {
  const child = spawn(process.execPath, [PROGRAM, String(first), String(count)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const hangs = setTimeout(() => child.kill('SIGKILL'), HANGS_AFTER_MS);
  let last: Line = { nothing: 'yet' };
  const thrown: Line[] = [];
  for await (const line of createInterface(child.stdout)) {
    hangs.refresh();
    last = JSON.parse(line);
    if ('thrown' in last) thrown.push(last);
  }
  clearTimeout(hangs);
  const [exitCode] = await closed;
  return { last, exitCode, thrown };
}
