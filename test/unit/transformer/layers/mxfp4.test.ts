// MXFP4 by hand: every code, scales from the smallest to large ones, bit for bit.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Graph } from '../../../../src/onnx/graph.ts';
import { floats, integers } from '../../../../src/runtime/feeds.ts';
import { localCpu } from '../../../../src/runtime/localRuntime.ts';
import { mxfp4Linear, mxfp4Tables } from '../../../../src/transformer/layers/mxfp4.ts';

const MEANS = [0, 0.5, 1, 1.5, 2, 3, 4, 6, 0, -0.5, -1, -1.5, -2, -3, -4, -6];
const SCALES = [30, 127, 130, 200]; // 2^-97, 1, 2^3, 2^73

test('a code is half of one of sixteen whole numbers, times the power of two of its block', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mxfp4-'));
  // Each block has all sixteen codes twice, two a byte: 0x10 0x32 … 0xfe, the first code in the lower half.
  const block = Array.from({ length: 16 }, (_, i) => ((2 * i) % 16) | (((2 * i + 1) % 16) << 4));
  await writeFile(join(folder, 'bytes'), Uint8Array.from([...SCALES.flatMap(() => block), ...SCALES]));
  const entry = (name: string, shape: readonly number[], offset: number) => ({
    ...{ name, file: join(folder, 'bytes'), storedIn: join(folder, 'bytes'), dtype: 'U8', shape, offset },
    bytes: shape.reduce((a, b) => a * b),
  });
  const g = new Graph();
  const x = g.input('x', 'float32', ['n', 64]);
  const tables = mxfp4Tables(g, g.input('widths', 'int64', [2]));
  const matrix = { codes: entry('codes', [2, 32], 0), scales: entry('scales', [2, 2], 64) }; // 2 outputs, 64 inputs
  g.output('y', mxfp4Linear(g, x, matrix, tables, g.scalar(0)), ['n', 2]);
  const runner = await localCpu.open(g, 'mxfp4', folder);
  const identity = Float32Array.from({ length: 64 * 64 }, (_, i) => (i % 65 === 0 ? 1 : 0));
  const { y } = await runner.run({ x: floats(identity, [64, 64]), widths: integers([3, 4]) }, ['y']);
  const expected = Array.from({ length: 128 }, (_, i) => {
    const [input, output] = [Math.floor(i / 2), i % 2];
    return MEANS[input % 16] * 2 ** (SCALES[2 * output + Math.floor(input / 32)] - 127);
  });
  assert.deepEqual(
    Array.from(y, (value) => value + 0),
    Array.from(expected, (value) => value + 0),
  ); // no -0
  await runner.release();
  await rm(folder, { recursive: true });
});
