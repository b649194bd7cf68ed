// A runtime that opens the graphs of checkpoints as they were published once. Of ten mutations six leave every graph as
// it was, or the checkpoint is refused before; opening the same sessions again and again took two thirds of the time.
// Knows no quantised checkpoints of several tensors, whose graphs do not tell what they are made of.
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
      this.#runners.set(keyOf(graph, name, folder), runner);
      return runner;
    },
  };

  /** Opens only graphs that differ in a byte from those that were learnt. The weights must be as they were then. */
  readonly reusing: Runtime = {
    ...localCpu,
    open: async (graph, name, folder) =>
      this.#runners.get(keyOf(graph, name, folder)) ?? (await localCpu.open(graph, name, folder)),
  };
}

function keyOf(graph: Parameters<Open>[0], name: string, folder: string): string {
  const made = JSON.stringify(graph.made.map(({ tensor, form }) => [tensor, form]));
  return [folder, name, made, Buffer.from(graph.encode(name, [])).toString('latin1')].join('\n');
}
