// Statistics of tensors: worked by hand, and beside numpy over what the package gguf makes of a quantised file.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { openCheckpoint } from '../../../src/checkpoint/checkpoint.ts';
import { readFloats } from '../../../src/checkpoint/safetensors.ts';
import { statisticsOf } from '../../../src/inspection/inspection.ts';
import { addToBins, BINS, tensorStatistics } from '../../../src/inspection/tensorStatistics.ts';
import { folderWith } from '../context/reported.ts';
import { safetensors } from './writtenFiles.ts';

const FIXTURES = resolve(import.meta.dirname, '../../golden/fixtures');
const GGUF = join(FIXTURES, 'gguf-llama-q4_k/model.gguf');

interface Expected {
  readonly count: number;
  readonly zeros: number;
  readonly least: number;
  readonly most: number;
  readonly mean: number;
  readonly deviation: number;
  readonly bins: readonly number[];
}
/**
 * numpy 2, gguf 0.19:
 *   x = gguf.quants.dequantize(t.data, t.tensor_type).astype(np.float64).ravel()
 *   x.size, (x == 0).sum(), x.min(), x.max(), x.mean(), x.std(), np.histogram(x, bins=128)[0]
 */
const NUMPY = JSON.parse(readFileSync(join(import.meta.dirname, 'numpy.json'), 'utf8')) as Record<string, Expected>;

async function* parts(...values: readonly (readonly number[])[]) {
  for (const part of values) yield Float32Array.from(part);
}

function options(signal = new AbortController().signal) {
  return { signal, onProgress: () => {} };
}

test('mean, deviation and extremes are those of all parts together', async () => {
  // 1, 2, 3, 6: mean 3, squares around it 4 + 1 + 0 + 9 = 14, deviation √(14 / 4)
  const { count, mean, deviation, least, most, zeros } = await tensorStatistics(() => parts([1, 2], [3], [], [6]));
  assert.deepEqual({ count, mean, least, most, zeros }, { count: 4, mean: 3, least: 1, most: 6, zeros: 0 });
  assert.ok(Math.abs(deviation - Math.sqrt(3.5)) < 1e-12);
});

test('what is no number, or infinite, counts for nothing else', async () => {
  const strange = [Number.NaN, Number.POSITIVE_INFINITY, 0, 2];
  const { count, notFinite, zeros, mean, most, bins } = await tensorStatistics(() => parts(strange));
  assert.deepEqual([count, notFinite, zeros, mean, most], [4, 2, 1, 1, 2]);
  assert.equal(
    bins.reduce((sum, n) => sum + n, 0),
    2,
  );
});

test('a tensor without numbers has no mean and nothing in its histogram', async () => {
  const { count, mean, least, bins } = await tensorStatistics(() => parts());
  assert.deepEqual([count, mean, least, Math.max(...bins)], [0, Number.NaN, Number.NaN, 0]);
});

test('numbers that are all the same stand in the middle of the histogram', async () => {
  const { bins } = await tensorStatistics(() => parts([5, 5, 5]));
  assert.equal(bins[BINS / 2], 3);
});

test('the last bin has its upper end, all others their lower one', () => {
  const bins = new Float64Array(4);
  addToBins(bins, Float32Array.of(0, 0.25, 0.5, 0.74, 0.75, 1), 0, 1);
  assert.deepEqual([...bins], [1, 1, 2, 2]);
});

for (const [name, { bins, mean, deviation, ...exact }] of Object.entries(NUMPY)) {
  test(`${name} has the statistics that numpy finds`, async () => {
    const found = await statisticsOf(GGUF, name, options());
    const { count, zeros, least, most } = found;
    assert.deepEqual({ count, zeros, least, most }, exact);
    assert.deepEqual([...found.bins], bins);
    assert.ok(Math.abs(found.mean - mean) < 1e-12 && Math.abs(found.deviation - deviation) < 1e-12);
  });
}

test('reading twice is told, and ends when it is cancelled', async () => {
  const told: (readonly [number, number])[] = [];
  const controller = new AbortController();
  const onProgress = (done: number, of: number) => {
    told.push([done, of]);
    controller.abort();
  };
  const asked = statisticsOf(GGUF, 'blk.0.ffn_down.weight', { signal: controller.signal, onProgress });
  await assert.rejects(asked, { code: 'cancelled' });
  assert.deepEqual(told, [[65_536, 131_072]]);
});

test('a tensor that is not there is missing by its name', async () => {
  await assert.rejects(statisticsOf(GGUF, 'no.weight', options()), { code: 'tensor-missing', tensor: 'no.weight' });
});

test('a type whose numbers cannot be read is refused by name', async () => {
  const folder = folderWith({ 'codes.safetensors': safetensors({ packed: ['I32', [2], new Uint8Array(8)] }) });
  const asked = statisticsOf(join(folder, 'codes.safetensors'), 'packed', options());
  await assert.rejects(asked, { code: 'tensor-invalid', tensor: 'packed' });
});

test('codes that a method packed have the numbers of the weights that they stand for', async () => {
  const folder = join(FIXTURES, 'quantised');
  for (const [fixture, codes, weights] of [
    ['gptq-4', 'model.layers.0.mlp.up_proj.qweight', ['model.layers.0.mlp.up_proj.weight']],
    ['compressed-4', 'model.layers.0.mlp.up_proj.weight_packed', ['model.layers.0.mlp.up_proj.weight']],
    ['nf4', 'model.layers.0.mlp.up_proj.weight', ['model.layers.0.mlp.up_proj.weight']],
    [
      'mlx-experts',
      'model.layers.0.mlp.switch_mlp.up_proj.weight',
      [0, 1, 2, 3].map((expert) => `model.layers.0.mlp.experts.${expert}.up_proj.weight`),
    ],
  ] as const) {
    const file = join(folder, fixture, 'model.safetensors');
    const found = await statisticsOf(file, codes, options());
    const { tensors } = await openCheckpoint(join(folder, fixture));
    const read = weights.map((name) => readFloats(tensors.get(name) ?? assert.fail(name)));
    const { standsFor, ...numbers } = found;
    assert.deepEqual(standsFor, weights);
    const values = await Promise.all(read);
    assert.deepEqual(numbers, await tensorStatistics(() => parts(...values.map((each) => [...each]))));
  }
});
