// Which precision a checkpoint is kept in, and that half precision really is: its process stays small.
import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Checkpoint, openCheckpoint } from '../../../src/checkpoint/checkpoint.ts';
import type { Precision } from '../../../src/contract/engineOptions.ts';
import { precisionFor } from '../../../src/transformer/precision.ts';
import { writeTensor } from '../onnx/storedMatrix.ts';

const QUANTISED = join(import.meta.dirname, '../../golden/fixtures/quantised');
const MB = 1024 * 1024;
const checkpoint = (...tensors: [dtype: string, bytes: number][]) =>
  ({ tensors: new Map(tensors.map(([dtype, bytes], i) => [String(i), { dtype, bytes }])) }) as unknown as Checkpoint;

const CASES: [asked: 'auto' | Precision, tensors: [string, number][], kept: Precision][] = [
  ['auto', [['F32', 900 * MB]], 'float32'],
  ['auto', [['F16', 127 * MB]], 'float32'],
  ['auto', [['F16', 128 * MB]], 'half'],
  ['auto', [['BF16', 70 * MB], ['F16', 70 * MB], ['F32', MB]], 'half'], // biome-ignore format: a row
  ['half', [['BF16', 1]], 'half'],
  ['half', [['F32', 900 * MB]], 'float32'],
  ['float32', [['F16', 900 * MB]], 'float32'],
  ['int4', [['F32', 1]], 'int4'],
  ['fast', [['F16', 900 * MB]], 'half'],
  ['fast', [['Q4_K', 1], ['F32', 1]], 'fast'], // biome-ignore format: a row
  ['half', [['Q4_K', 1]], 'stored'],
];
for (const [asked, tensors, kept] of CASES) {
  test(`${asked} of ${tensors.map(([dtype, bytes]) => `${bytes} bytes ${dtype}`).join(', ')} is ${kept}`, () => {
    assert.equal(precisionFor(checkpoint(...tensors), asked), kept);
  });
}

test('fast means something only where weights are whole numbers', async () => {
  const kept = async (name: string) => precisionFor(await openCheckpoint(join(QUANTISED, name)), 'fast');
  const found = await Promise.all(['mlx-4', 'gptq-8', 'fp8-blocks', 'nf4'].map(kept));
  assert.deepEqual(found, ['fast', 'fast', 'stored', 'stored']);
});

/**
 * Megabytes of its own that a process has more with a matrix of 34 MB in use. The margins are wide: what is told apart
 * is a copy as float32, 67 MB, and none.
 */
for (const [dtype, transposed] of [
  ['F16', true],
  ['BF16', true],
  ['F16', false],
] as const) {
  test(`${dtype} kept half${transposed ? '' : ', [in, out],'} is never all there as float32`, {
    skip: process.platform !== 'linux',
  }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'precision-'));
    try {
      const file = await writeTensor(folder, dtype, [4096, 4096], new Uint16Array(4096 * 4096));
      const layout = transposed ? 'transposed' : 'as it is';
      const [half, float32] = await Promise.all([growth(file, 'half', layout), growth(file, 'float32', layout)]);
      assert.ok(float32 > 50, `float32 takes ${float32} MB`);
      assert.ok(half < 30, `half takes ${half} MB`);
      const beside = await growth(file, 'stored', layout);
      assert.ok(beside < 30, `beside quantised matrices it takes ${beside} MB`);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}

async function growth(file: string, precision: Precision, layout: string): Promise<number> {
  const child = fork(join(import.meta.dirname, 'matrixMemory.ts'), [file, precision, layout], { execArgv: [] });
  const [megabytes] = (await once(child, 'message')) as [number];
  return megabytes;
}
