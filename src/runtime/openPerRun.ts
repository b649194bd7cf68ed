// A runtime that keeps no graph open: each one is opened for a run and released after it. A model that is read once,
// beside another model, then takes the memory of one block and not of all. Knows no onnxruntime.
import type { Runtime } from './runtime.ts';

/**
 * The same runtime, but open() only remembers the graph. Every run pays for opening it, and fails with what opening
 * fails with, too.
 */
export function openPerRun(runtime: Runtime): Runtime {
  return {
    ...runtime,
    open: async (graph, name, folder) => ({
      run: async (feeds, outputs, options) => {
        const runner = await runtime.open(graph, name, folder);
        try {
          return await runner.run(feeds, outputs, options);
        } finally {
          await runner.release();
        }
      },
      release: async () => {},
    }),
  };
}
