// Sessions of a model: opened from the largest to the smallest, given in the order of the graphs, all or none.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Graph } from '../../../src/onnx/graph.ts';
import type { GraphRunner, Runtime } from '../../../src/runtime/runtime.ts';
import type { NamedGraph } from '../../../src/transformer/modelGraphs.ts';
import { openGraphs } from '../../../src/transformer/openGraphs.ts';

function named(name: string, bytes: number): NamedGraph {
  const graph = new Graph();
  graph.keptBytes.set(name, bytes);
  return { name, graph };
}

const GRAPHS = [named('embed', 1), named('block_000', 10), named('unembed', 100)];

/** Notes what is opened and released; does not open what is called `broken`. */
function noting(broken?: string) {
  const noted: string[] = [];
  const open = async (_: Graph, name: string): Promise<GraphRunner> => {
    if (name === broken) throw { code: 'session-failed', graph: name, problem: 'broken' };
    noted.push(`+${name}`);
    const run = async () => ({ name }) as never;
    return { run, release: async () => void noted.push(`-${name}`) };
  };
  const runtime: Runtime = {
    readsWeights: true,
    keepsRounded: false,
    fusesAttention: false,
    fewestSlots: 0,
    chunk: 1,
    open,
  };
  return { noted, runtime };
}

test('the largest graph is opened first, and the runners are in the order of the graphs', async () => {
  const { noted, runtime } = noting();
  const runners = await openGraphs(GRAPHS, runtime, '');
  assert.deepEqual(noted, ['+unembed', '+block_000', '+embed']);
  const names = await Promise.all(runners.map((runner) => runner.run({}, [])));
  assert.deepEqual(names, [{ name: 'embed' }, { name: 'block_000' }, { name: 'unembed' }]);
});

test('where one cannot be opened those before it are closed', async () => {
  const { noted, runtime } = noting('embed');
  await assert.rejects(openGraphs(GRAPHS, runtime, ''), { code: 'session-failed', graph: 'embed' });
  assert.deepEqual(noted, ['+unembed', '+block_000', '-unembed', '-block_000']);
});
