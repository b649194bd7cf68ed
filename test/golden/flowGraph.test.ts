// The graph of the information flow against all shares of all tokens, on the fixtures.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { type FlowEdge, MOST_FLOW_EDGES, MOST_FLOW_TOKENS } from '../../src/contract/flow.ts';
import type { TokenIndex } from '../../src/contract/tokens.ts';
import { layerFlow } from '../../src/explain/flow.ts';
import { flowGraph } from '../../src/explain/flowGraph.ts';
import { edgesInto, pathsTo } from '../../src/explain/flowPaths.ts';
import type { Flowing } from '../../src/explain/flowSums.ts';
import { localCpu } from '../../src/runtime/localRuntime.ts';
import { Transformer } from '../../src/transformer/transformer.ts';
import { ValueProjection } from '../../src/transformer/valueProjection.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');
/** More than are computed at a time. */
const IDS = Array.from({ length: 48 }, (_, i) => (i * i + 3 * i) % 97);
const POSITION = 45 as TokenIndex;

for (const name of [
  ...['gpt2', 'gpt_neox', 'mistral-window', 'variants/opt-post-norm'],
  ...['mamba2', 'falcon_h1', 'qwen3_5_text', 'lfm2'],
]) {
  test(`${name}: only what is reached is computed, and it is what all shares come to`, async () => {
    await withText(name, async (flowing) => {
      const { layers, parallel = false } = flowing.model.shape;
      const threshold = 0.02;
      const found = [];
      for (let layer = layers - 1; layer >= 0; layer--) {
        const flows = await layerFlow(flowing, { layer, positions: [...IDS.keys()] });
        found.push(new Map(flows.map((one) => [one.position, edgesInto(layer, one, 0)])));
      }
      const { edges } = pathsTo(POSITION, found, { threshold, parallel });
      assert.ok(edges.length > 10 && edges.length <= MOST_FLOW_EDGES);
      const graph = await flowGraph(flowing, { position: POSITION, threshold });
      assert.deepEqual({ ...graph, edges: [] }, { position: POSITION, layers, parallel, threshold, edges: [] });
      assertSame(graph.edges, edges);
    });
  });
}

test('with too many edges or tokens the threshold is raised, and the graph is that of the raised one', async () => {
  await withText('gpt2', async (flowing) => {
    const asked = 1e-4;
    const graph = await flowGraph(flowing, { position: POSITION, threshold: asked });
    assert.ok(graph.threshold > asked);
    assert.ok(graph.edges.length <= MOST_FLOW_EDGES);
    for (let layer = 1; layer < graph.layers; layer++) {
      const reached = graph.edges.flatMap((edge) =>
        edge.layer === layer && edge.half === 'attention' ? [edge.from] : [],
      );
      assert.ok(new Set(reached).size <= MOST_FLOW_TOKENS);
    }
    const again = await flowGraph(flowing, { position: POSITION, threshold: graph.threshold });
    assert.equal(again.threshold, graph.threshold);
    assertSame(again.edges, graph.edges);
  });
});

test('it ends between two pieces of work when it is cancelled', async () => {
  await withText('gpt2', async (flowing) => {
    const question = { position: POSITION, threshold: 0.01 };
    await assert.rejects(flowGraph(flowing, question, AbortSignal.abort()), { code: 'cancelled' });
  });
});

/** Shares of tokens that were computed with others differ by rounding. */
function assertSame(actual: readonly FlowEdge[], expected: readonly FlowEdge[]): void {
  const places = (edges: readonly FlowEdge[]) => edges.map((edge) => ({ ...edge, share: 0 }));
  assert.deepEqual(places(actual), places(expected));
  for (const [i, { share }] of actual.entries()) assert.ok(Math.abs(share - expected[i].share) < 1e-5);
}

async function withText(name: string, use: (flowing: Flowing) => Promise<void>): Promise<void> {
  const model = await Transformer.load(join(FIXTURES, name), { runtime: localCpu });
  const projection = await ValueProjection.open(localCpu);
  try {
    const sequence = model.newSequence();
    await model.forward(sequence, IDS);
    await use({ model, sequence, projection });
  } finally {
    await projection.release();
    await model.release();
  }
}
