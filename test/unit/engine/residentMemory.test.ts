// Many texts one after another: what the engine's process has in memory stays what it is.
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { createEngineClient } from '../../../src/engine/client.ts';
import { spawnEngine } from '../../../src/engine/spawn.ts';
import { EMBEDDED, SAMPLING } from './engineProcess.ts';

const EXPLANATIONS = 200;
/** Every fourth text is gone on with. */
const GENERATIONS = 50;
/** By then everything has been used once, and code that runs often is compiled. */
const WARM = 10;
const MOST_GROWTH = 0.03;
const WORDS = 'The cat sat on the mat and looked at the dog while rain fell over quiet hills beyond town .'.split(' ');

test('resident memory grows by at most 3 % from the 10th of 200 explanations to the last, with 50 generations', {
  skip: process.platform === 'linux' ? false : 'told by /proc',
}, async () => {
  let child: ChildProcess | undefined;
  const spawn = () => (child = spawnEngine(join(import.meta.dirname, 'collectingEngine.ts'), () => {}));
  const engine = createEngineClient({ spawn, log: () => {} });
  const measured: number[] = [];
  try {
    for (let i = 1; i <= EXPLANATIONS; i++) {
      const run = `run ${i}`;
      await engine.explain({ run, modelFolder: EMBEDDED, text: textOf(i) });
      await engine.nextTokens(run, 0 as TokenIndex, 12, SAMPLING);
      if (i % (EXPLANATIONS / GENERATIONS) === 0) await engine.generate(run, SAMPLING, 12);
      await engine.release(run);
      if (i === WARM || i === EXPLANATIONS) measured.push(await residentMegabytes(child ?? assert.fail('no engine')));
    }
  } finally {
    engine.dispose();
  }
  const [warm, last] = measured;
  assert.ok(last <= warm * (1 + MOST_GROWTH), `${warm.toFixed(1)} MB after ${WARM}, ${last.toFixed(1)} MB at the end`);
});

/** 20 to 49 words, in another order each time. */
function textOf(seed: number): string {
  return Array.from(
    { length: 20 + ((seed * 7) % 30) },
    (_, i) => WORDS[(seed * 31 + i * (1 + (seed % 7))) % WORDS.length],
  ).join(' ');
}

/** Of what is in use: garbage comes and goes by itself, up to a tenth of the whole. */
async function residentMegabytes(child: ChildProcess): Promise<number> {
  const collected = Promise.withResolvers<void>();
  child.on('message', (message) => message === 'collected' && collected.resolve());
  child.send('collect');
  await collected.promise;
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024;
}
