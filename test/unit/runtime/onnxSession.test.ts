// What onnxruntime cannot do is said as a Failure, in its own words and without the places in its source.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Graph } from '../../../src/onnx/graph.ts';
import { floats } from '../../../src/runtime/feeds.ts';
import { OnnxSession } from '../../../src/runtime/onnxSession.ts';

test('a graph that it cannot open', async () => {
  const g = new Graph();
  g.output('y', g.node('NoSuchOperator', [g.input('x', 'float32', ['n'])]), ['n']);
  await assert.rejects(
    OnnxSession.open(g, 'embed', '.'),
    (thrown: { code: string; graph: string; problem: string }) => {
      assert.deepEqual([thrown.code, thrown.graph], ['session-failed', 'embed']);
      assert.match(thrown.problem, /NoSuchOperator/);
      return true;
    },
  );
});

test('a graph that it cannot run', async () => {
  const g = new Graph();
  g.output('y', g.add(g.input('x', 'float32', ['n']), g.input('z', 'float32', [2])), ['n']);
  const session = await OnnxSession.open(g, 'block_000', '.');
  const feeds = { x: floats(new Float32Array(3), [3]), z: floats(new Float32Array(2), [2]) };
  await assert.rejects(session.run(feeds, ['y']), (thrown: { code: string; graph: string; problem: string }) => {
    assert.deepEqual([thrown.code, thrown.graph], ['session-failed', 'block_000']);
    assert.match(thrown.problem, /broadcast/);
    return true;
  });
  await session.release();
});

test('an output is written where it is to be, and leaves no copy behind', async () => {
  const g = new Graph();
  const x = g.input('x', 'float32', ['n']);
  g.output('twice', g.add(x, x), ['n']);
  g.output('squared', g.multiply(x, x), ['n']);
  const session = await OnnxSession.open(g, 'block_000', '.');
  const memory = new Float32Array(1000);
  const feeds = {
    x: floats(
      Float32Array.from({ length: 500 }, (_, i) => i),
      [500],
    ),
  };
  const into = { twice: floats(memory.subarray(500), [500]) };
  const { twice, squared } = await session.run(feeds, ['twice', 'squared'], { into });
  assert.equal(twice.buffer, memory.buffer);
  assert.deepEqual([memory[499], memory[503], squared[3]], [0, 6, 9]);
  const unasked = floats(new Float32Array(500).fill(7), [500]);
  const alone = await session.run(feeds, ['twice'], { into: { ...into, squared: unasked } });
  assert.deepEqual([Object.keys(alone), unasked.data[3]], [['twice'], 7]);
  const before = process.memoryUsage().arrayBuffers;
  for (let i = 0; i < 50; i++) await session.run(feeds, ['twice'], { into });
  assert.ok(process.memoryUsage().arrayBuffers - before < 10 * memory.byteLength);
  await session.release();
});
