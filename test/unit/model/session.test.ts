// What onnxruntime cannot do is said as a Failure, in its own words and without the places in its source.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Graph } from '../../../src/model/onnx.ts';
import { floats, Session } from '../../../src/model/session.ts';

test('a graph that it cannot open', async () => {
  const g = new Graph();
  g.output('y', g.node('NoSuchOperator', [g.input('x', 'float32', ['n'])]), ['n']);
  await assert.rejects(Session.open(g, 'embed', '.'), (thrown: { code: string; graph: string; problem: string }) => {
    assert.deepEqual([thrown.code, thrown.graph], ['session-failed', 'embed']);
    assert.match(thrown.problem, /NoSuchOperator/);
    return true;
  });
});

test('a graph that it cannot run', async () => {
  const g = new Graph();
  g.output('y', g.add(g.input('x', 'float32', ['n']), g.input('z', 'float32', [2])), ['n']);
  const session = await Session.open(g, 'block_000', '.');
  const feeds = { x: floats(new Float32Array(3), [3]), z: floats(new Float32Array(2), [2]) };
  await assert.rejects(session.run(feeds, ['y']), (thrown: { code: string; graph: string; problem: string }) => {
    assert.deepEqual([thrown.code, thrown.graph], ['session-failed', 'block_000']);
    assert.match(thrown.problem, /broadcast/);
    return true;
  });
  await session.release();
});
