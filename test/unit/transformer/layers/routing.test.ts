// How routers choose, by hand.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Graph, type Value } from '../../../../src/onnx/graph.ts';
import { asFloats } from '../../../../src/onnx/selection.ts';
import { floats } from '../../../../src/runtime/feeds.ts';
import { localCpu } from '../../../../src/runtime/localRuntime.ts';
import { type Routing, softmaxOfTop, sparseMixer, topOfSoftmax } from '../../../../src/transformer/layers/routing.ts';

const OFF = Number.NEGATIVE_INFINITY;
const HALVES = [0.5, 0.3, 0.2].map(Math.log);

test('the largest of a softmax over all experts, as they are', async () => {
  const { ids, weights } = await routed(HALVES, (g, scores) => topOfSoftmax(g, scores, 2, false));
  assertNear(weights, [0.5, 0.3]);
  assert.deepEqual(ids, [0, 1]);
});

test('the same, divided by their sum', async () => {
  assertNear((await routed(HALVES, (g, scores) => topOfSoftmax(g, scores, 2, true))).weights, [0.625, 0.375]);
  assertNear((await routed(HALVES, (g, scores) => softmaxOfTop(g, scores, 2))).weights, [0.625, 0.375]);
});

test('SparseMixer: each of two among those whose scores are nearly as large', async () => {
  const { ids, weights } = await routed([4, 1, 3.8, 3.9], (g, scores) => sparseMixer(g, scores, 0.02));
  const ofTwo = 1 / (1 + Math.exp(-0.1));
  assert.deepEqual(ids, [0, 3]);
  assertNear(weights, [ofTwo, ofTwo]);
});

for (const [name, route] of [
  ['a softmax over all', (g: Graph, scores: Value) => topOfSoftmax(g, scores, 2, true)],
  ['a softmax over the chosen', (g: Graph, scores: Value) => softmaxOfTop(g, scores, 2)],
  ['SparseMixer', (g: Graph, scores: Value) => sparseMixer(g, scores, 0.02)],
] as const) {
  test(`${name}: an expert that is switched off is not chosen, and its weight goes to the others`, async () => {
    const off = await routed([OFF, 4, 3, 1], route);
    const without = await routed([4, 3, 1], route);
    assert.deepEqual(off.ids, [1, 2]);
    assertNear(off.weights, without.weights);
  });
}

async function routed(scores: readonly number[], route: (g: Graph, scores: Value) => Routing) {
  const g = new Graph();
  const { ids, weights } = route(g, g.input('scores', 'float32', ['n', scores.length]));
  g.output('ids', asFloats(g, ids), ['n', 2]);
  g.output('weights', g.same(weights), ['n', 2]);
  const runner = await localCpu.open(g, 'routing', '');
  const ran = await runner.run({ scores: floats(new Float32Array(scores), [1, scores.length]) }, ['ids', 'weights']);
  await runner.release();
  return { ids: [...ran.ids], weights: [...ran.weights] };
}

function assertNear(actual: readonly number[], expected: readonly number[]): void {
  for (const [i, value] of expected.entries())
    assert.ok(Math.abs(actual[i] - value) < 1e-6, `${actual} for ${expected}`);
}
