// The questions that load models and let them go: the one of all runs, and beside it, as long as a run has it, a second one
// to compare the first with. Knows no answer about a text.
import type { EngineApi, EngineEvents } from '../contract/engineApi.ts';
import { explainText } from './explainText.ts';
import { Models } from './models.ts';
import type { Runs } from './runs.ts';

type ModelQuestions = Pick<EngineApi, 'load' | 'unload' | 'explain' | 'release'>;

/** `events` is called while a text is explained. */
export function modelQuestions(runs: Runs, events: EngineEvents): ModelQuestions {
  const models = new Models((model, now) => runs.endRunsOf(model, now));
  const beside = new Models((model, now) => runs.endRunsOf(model, now));
  return {
    load: async (folder, options) => (await models.use(folder, options)).info,
    unload: async (folder) => {
      await beside.unload(folder);
      await models.unload(folder);
    },
    explain: async (request) => {
      const { modelFolder, options } = request;
      const run = runs.begin(request.run);
      const onBlock = (done: number, of: number) => events.blockDone(request.run, done, of);
      const from = request.beside && !models.has(modelFolder, options) ? beside : models;
      return await run.inTurn((signal) => explainText(run, request, from, { onBlock, signal }));
    },
    release: async (id) => {
      const run = runs.release(id);
      await run?.settled();
      await beside.unloadUnless((model) => runs.isUsed(model));
    },
  };
}
