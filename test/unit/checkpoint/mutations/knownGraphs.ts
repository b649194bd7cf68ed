// A runtime that opens the graphs of checkpoints as they were published once. Most mutations leave a graph and its weights
// as they were, or the checkpoint is refused before; opening the same sessions again and again took two thirds of the time.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { madeInitializers } from '../../../../src/onnx/madeTensors.ts';
import { quantise } from '../../../../src/onnx/quantise.ts';
import { localCpu } from '../../../../src/runtime/localRuntime.ts';
import type { GraphRunner, Runtime } from '../../../../src/runtime/runtime.ts';

type Open = Runtime['open'];
type Graph = Parameters<Open>[0];

interface Known {
  readonly runner: GraphRunner;
  readonly weights: string;
}

export class KnownGraphs {
  readonly #known = new Map<string, Known>();

  /** Opens graphs over weights that nothing was done to, and keeps them. */
  readonly learning: Runtime = {
    ...localCpu,
    open: async (graph, name, folder) => {
      const opened = await localCpu.open(graph, name, folder);
      const runner: GraphRunner = {
        run: (feeds, outputs, options) => opened.run(feeds, outputs, options),
        release: async () => {}, // it is used until the process ends
      };
      this.#known.set(await keyOf(graph, name, folder), { runner, weights: weightsOf(graph) });
      return runner;
    },
  };

  /** Opens only graphs that differ in a byte from those that were learnt. The weights must be as they were then. */
  readonly reusing: Runtime = {
    ...localCpu,
    open: async (graph, name, folder) =>
      this.#known.get(await keyOf(graph, name, folder))?.runner ?? (await localCpu.open(graph, name, folder)),
  };

  /** Opens graphs that differ in a byte, or whose weights do. */
  readonly comparing: Runtime = {
    ...localCpu,
    open: async (graph, name, folder) => {
      const known = this.#known.get(await keyOf(graph, name, folder));
      if (known && known.weights === weightsOf(graph)) return known.runner;
      return await localCpu.open(graph, name, folder);
    },
  };
}

/** Of all bytes that the session is made of, but for weights that it reads from files. */
async function keyOf(graph: Graph, name: string, folder: string): Promise<string> {
  const quantised = [];
  for (const matrix of graph.quantised) quantised.push(await quantise(matrix));
  const made = [];
  for (const tensor of graph.made) made.push(...(await madeInitializers(tensor)));
  const bytes = createHash('sha1')
    .update(graph.encode(name, quantised, made))
    .digest('hex');
  return [folder, name, bytes].join('\n');
}

/** Of all bytes of its tensors in the files. */
function weightsOf(graph: Graph): string {
  const files = new Map<string, Buffer>();
  const hash = createHash('sha1');
  for (const { storedIn, offset, bytes } of graph.tensors) {
    const file = files.get(storedIn) ?? readFileSync(storedIn);
    files.set(storedIn, file);
    hash.update(file.subarray(offset, offset + bytes));
  }
  return hash.digest('hex');
}
