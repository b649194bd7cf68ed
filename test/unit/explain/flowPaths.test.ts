import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FlowEdge } from '../../../src/contract/flow.ts';
import type { TokenIndex } from '../../../src/contract/tokens.ts';
import { type EdgesInto, edgesInto, type LayerEdges, pathsTo, thresholdFor } from '../../../src/explain/flowPaths.ts';

const NONE = { states: new Float32Array(0), taps: new Float32Array(0) };

/** One head; shares of the tokens up to the position, of the stream before attention, and of the MLP. */
function shares(
  layer: number,
  position: number,
  heads: readonly number[],
  pastAttention: number,
  mlp: number,
): EdgesInto {
  const flow = {
    position,
    keys: position + 1,
    heads: Float32Array.from(heads),
    pastAttention,
    mlp,
    pastMlp: 1 - mlp,
    ...NONE,
  };
  return edgesInto(layer, flow, 0.125);
}

/** Powers of two, which float32 has exactly. Two layers, the last one first, and three tokens. */
const LAYERS: readonly LayerEdges[] = [
  new Map([[2, shares(1, 2, [0.25, 0, 0.5], 0.25, 0.125)]]),
  new Map([
    [0, shares(0, 0, [0.5], 0.5, 0.5)],
    [2, shares(0, 2, [0, 0.875, 0], 0.125, 1)],
  ]),
];

const written = (edges: readonly FlowEdge[]) =>
  edges.map((edge) => `${edge.layer} ${edge.half} ${edge.kind} ${edge.from}→${edge.to} ${edge.share}`);

test('paths lead from the last layer back, on edges that are not below the threshold', () => {
  const { edges, reached } = pathsTo(2, LAYERS, { threshold: 0.25, parallel: false });
  assert.deepEqual(written(edges), [
    '1 mlp residual 2→2 0.875',
    '1 attention residual 2→2 0.25',
    '1 attention head 0→2 0.25',
    '1 attention head 2→2 0.5',
    '0 mlp mlp 2→2 1',
    '0 attention head 1→2 0.875',
    '0 mlp residual 0→0 0.5',
    '0 mlp mlp 0→0 0.5',
    '0 attention residual 0→0 0.5',
    '0 attention head 0→0 0.5',
  ]);
  assert.deepEqual(reached, [0, 1]);
  assert.deepEqual(pathsTo(2, LAYERS, { threshold: 0.125, parallel: false }).reached, [0, 1, 2]);
});

test('a token that is only reached by an edge below the threshold is left out with all behind it', () => {
  const { edges } = pathsTo(2, LAYERS, { threshold: 0.375, parallel: false });
  assert.deepEqual(written(edges), [
    '1 mlp residual 2→2 0.875',
    '1 attention head 2→2 0.5',
    '0 mlp mlp 2→2 1',
    '0 attention head 1→2 0.875',
  ]);
});

test('the MLP of a parallel block leads past attention', () => {
  const { edges, reached } = pathsTo(2, LAYERS, { threshold: 0.375, parallel: true });
  assert.deepEqual(written(edges), ['1 mlp residual 2→2 0.875', '1 attention head 2→2 0.5', '0 mlp mlp 2→2 1']);
  assert.deepEqual(reached, [2]);
});

test('heads and tokens are those of the shares, and edges below the threshold are not kept', () => {
  const shares = { pastAttention: 0.1875, mlp: 0, pastMlp: 1 };
  const flow = { position: 1, keys: 2, heads: Float32Array.of(0.0625, 0.5, 0.25, 0), ...shares, ...NONE };
  const { attention } = edgesInto(3, flow, 0.125);
  const own = { half: 'attention', layer: 3, to: 1 as TokenIndex };
  assert.deepEqual(attention, [
    { kind: 'residual', ...own, from: 1, share: 0.1875 },
    { kind: 'head', ...own, head: 0, from: 1, share: 0.5 },
    { kind: 'head', ...own, head: 1, from: 0, share: 0.25 },
  ]);
});

test('a state’s heads lead to the tokens that wrote, and a convolution to those at each distance', () => {
  const shares = { pastAttention: 0, mlp: 0, pastMlp: 1, heads: new Float32Array(0) };
  const read = { states: Float32Array.of(0.5, 0, 0.0625, 0.25), taps: Float32Array.of(0.125, 0.5) };
  const { attention } = edgesInto(3, { position: 1, keys: 2, ...shares, ...read }, 0.125);
  const own = { half: 'attention', layer: 3, to: 1 as TokenIndex };
  assert.deepEqual(attention.slice(1), [
    { kind: 'state', ...own, head: 0, from: 0, share: 0.5 },
    { kind: 'state', ...own, head: 1, from: 1, share: 0.25 },
    { kind: 'convolution', ...own, from: 1, share: 0.125 },
    { kind: 'convolution', ...own, from: 0, share: 0.5 },
  ]);
});

test('the threshold is raised to the lowest share with which few enough edges are left', () => {
  const at = (threshold: number) => pathsTo(2, LAYERS, { threshold, parallel: false }).edges;
  const raised = (most: number) => thresholdFor(at(0.125), (threshold) => at(threshold).length <= most);
  assert.deepEqual([10, 9, 4, 3].map(raised), [0.25, 0.5, 0.5, 0.875]);
  assert.equal(raised(0), 1);
});
