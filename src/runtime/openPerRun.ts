// A runtime that keeps no graph open: each is opened for a run and released behind it. For a model that is run once
// beside another, with the memory of one block. Knows no onnxruntime.
import type { Runtime } from './runtime.ts';

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
