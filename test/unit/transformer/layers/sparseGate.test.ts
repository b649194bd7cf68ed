import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '../../../../src/explain/seededRandom.ts';
import { Graph } from '../../../../src/onnx/graph.ts';
import { floats } from '../../../../src/runtime/feeds.ts';
import { localCpu } from '../../../../src/runtime/localRuntime.ts';
import { normalQuantile, sparseGate } from '../../../../src/transformer/layers/sparseGate.ts';

/** scipy.stats.norm.ppf; the last one is the largest share that float32 has below 1. */
const QUANTILES: readonly (readonly [share: number, z: number])[] = [
  [0.01, -2.3263478740408408],
  [0.3, -0.5244005127080409],
  [0.5, 0],
  [0.95, 1.6448536269514722],
  [0.999, 3.090232306167813],
  [1 - 2 ** -24, 5.294704084854598],
];
for (const [share, z] of QUANTILES) {
  test(`below ${z} lie ${share} of a normal distribution`, () => {
    assert.ok(Math.abs(normalQuantile(share) - z) < 1e-8);
  });
}

test('what lies above the limit passes, less the limit', async () => {
  const g = new Graph();
  const x = g.input('x', 'float32', ['n', 4]);
  g.output('passed', sparseGate(g, x, 0.5), ['n', 4]); // the limit is the mean
  const runner = await localCpu.open(g, 'gate', '');
  const { passed } = await runner.run({ x: floats(Float32Array.of(1, 2, 3, 6, -1, -1, -1, -1), [2, 4]) }, ['passed']);
  await runner.release();
  assert.deepEqual([...passed], [0, 0, 0, 3, 0, 0, 0, 0]);
});

test('of many values about the share is left out', async () => {
  const g = new Graph();
  g.output('passed', sparseGate(g, g.input('x', 'float32', ['n', 4096]), 0.9), ['n', 4096]);
  const runner = await localCpu.open(g, 'gate', '');
  // Sums of twelve numbers from 0 to 1 are normally distributed, but for their ends.
  const random = seededRandom(7);
  const sums = Float32Array.from({ length: 4096 }, () => Array.from({ length: 12 }, random).reduce((a, b) => a + b));
  const { passed } = await runner.run({ x: floats(sums, [1, 4096]) }, ['passed']);
  await runner.release();
  const share = passed.filter((value) => value === 0).length / 4096;
  assert.ok(Math.abs(share - 0.9) < 0.02, `${share} are left out`);
});
