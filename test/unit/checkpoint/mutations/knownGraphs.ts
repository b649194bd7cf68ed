// A runtime that opens the graphs of checkpoints as they were published once. Of ten mutations six leave every graph as
// it was, or the checkpoint is refused before; opening the same sessions again and again took two thirds of the time.
import { createHash } from 'node:crypto';
import { madeInitializers } from '../../../../src/onnx/madeTensors.ts';
import { quantise } from '../../../../src/onnx/quantise.ts';
import { localCpu } from '../../../../src/runtime/localRuntime.ts';
import type { GraphRunner, Runtime } from '../../../../src/runtime/runtime.ts';

type Open = Runtime['open'];

export class KnownGraphs {
  readonly #runners = new Map<string, GraphRunner>();

  /** Opens graphs over weights that nothing was done to, and keeps them. */
  readonly learning: Runtime = {
    ...localCpu,
    open: async (graph, name, folder) => {
      const opened = await localCpu.open(graph, name, folder);
      const runner: GraphRunner = {
        run: (feeds, outputs, options) => opened.run(feeds, outputs, options),
        release: async () => {}, // it is used until the process ends
      };
      this.#runners.set(await keyOf(graph, name, folder), runner);
      return runner;
    },
  };

  /** Opens only graphs that differ in a byte from those that were learnt. The weights must be as they were then. */
  readonly reusing: Runtime = {
    ...localCpu,
    open: async (graph, name, folder) =>
      this.#runners.get(await keyOf(graph, name, folder)) ?? (await localCpu.open(graph, name, folder)),
  };
}

/** Of all bytes that the session is made of, but for weights that it reads from files. */
async function keyOf(graph: Parameters<Open>[0], name: string, folder: string): Promise<string> {
  const quantised = [];
  for (const matrix of graph.quantised) quantised.push(await quantise(matrix));
  const made = [];
  for (const tensor of graph.made) made.push(...(await madeInitializers(tensor)));
  const bytes = createHash('sha1')
    .update(graph.encode(name, quantised, made))
    .digest('hex');
  return [folder, name, bytes].join('\n');
}
