// Branches of a graph: only the chosen one is computed, in every precision.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Graph } from '../../../src/onnx/graph.ts';
import { ascending, countsOf, largest, noRows } from '../../../src/onnx/selection.ts';
import { floats, integers } from '../../../src/runtime/feeds.ts';
import { localCpu } from '../../../src/runtime/localRuntime.ts';

const X = floats(new Float32Array([3, 1, 4, 1, 5, 9]), [6]);

test('a condition decides which branch is computed', async () => {
  const g = new Graph();
  const x = g.input('x', 'float32', ['n']);
  const least = g.input('least', 'float32', [1]);
  const isLarge = g.node('Greater', [g.node('ReduceMax', [x]), least]);
  const [a, b] = g.either(
    isLarge,
    () => [g.add(x, x), g.same(x)],
    () => [noRows(g, 2), g.multiply(x, g.scalar(-1))],
  );
  g.output('a', g.same(a), ['m']);
  g.output('b', g.same(b), ['n']);
  const runner = await localCpu.open(g, 'branches', '');
  const large = await runner.run({ x: X, least: floats(new Float32Array([8]), [1]) }, ['a', 'b']);
  const small = await runner.run({ x: X, least: floats(new Float32Array([9]), [1]) }, ['a', 'b']);
  assert.deepEqual([...large.a, ...large.b], [6, 2, 8, 2, 10, 18, 3, 1, 4, 1, 5, 9]);
  assert.deepEqual([...small.a, ...small.b], [-3, -1, -4, -1, -5, -9]);
  await runner.release();
});

test('places in ascending order, counts, and the largest', async () => {
  const g = new Graph();
  const ids = g.input('ids', 'int64', ['n']);
  const x = g.input('x', 'float32', ['n']);
  const asFloats = (value: typeof ids) => g.node('Cast', [value], { to: 1 });
  const [values, places] = largest(g, x, 2);
  g.output('order', asFloats(ascending(g, ids)), ['n']);
  g.output('counts', asFloats(countsOf(g, ids, 4)), [4]);
  g.output('values', g.same(values), [2]);
  g.output('places', asFloats(places), [2]);
  const runner = await localCpu.open(g, 'selection', '');
  const ran = await runner.run({ ids: integers([2, 0, 2, 3, 0, 2]), x: X }, ['order', 'counts', 'values', 'places']);
  assert.deepEqual([...ran.order], [1, 4, 0, 2, 5, 3]); // equal ones in their order
  assert.deepEqual([...ran.counts], [2, 0, 3, 1]);
  assert.deepEqual([...ran.values, ...ran.places], [9, 5, 5, 4]);
  await runner.release();
});
