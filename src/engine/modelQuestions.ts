// The questions that load models and let them go: the one of all runs, and beside it, as long as a run has it, a second one
// to compare the first with. Knows no answer about a text.
import type { DocumentRequest } from '../contract/documentReading.ts';
import type { EngineApi } from '../contract/engineApi.ts';
import type { EngineEvents } from '../contract/engineEvents.ts';
import type { Failure } from '../contract/failure.ts';
import { readDocument } from './documentAnswers.ts';
import { explainText } from './explainText.ts';
import { type LoadedModel, Models } from './models.ts';
import type { OnBlock } from './readText.ts';
import type { Runs } from './runs.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';

type ModelQuestions = Pick<EngineApi, 'load' | 'unload' | 'explain' | 'readDocument' | 'release'>;

/** `events` is called while a text is explained. */
export function modelQuestions(runs: Runs, events: EngineEvents): ModelQuestions {
  const models = new Models((model, now) => runs.endRunsOf(model, now));
  const beside = new Models((model, now) => runs.endRunsOf(model, now));
  /** Where a document's model is, or where there is room: no explanation loses its model for the colours of a document. */
  function modelsFor({ modelFolder, options }: DocumentRequest): Models {
    const isNeeded = (model: Promise<LoadedModel>) => runs.isExplained(model);
    const there = [models, beside].find((one) => one.has(modelFolder, options));
    const room = there ?? [models, beside].find((one) => !one.isTaken(isNeeded));
    if (!room) throw { code: 'models-in-use' } satisfies Failure;
    return room;
  }
  return {
    load: async (folder, options) => (await models.use(folder, options)).info,
    // Both at once: who asks for the model from now on is not among those who lose it.
    unload: async (folder) => void (await Promise.all([beside.unload(folder), models.unload(folder)])),
    explain: async (request) => {
      const { modelFolder, options } = request;
      const run = runs.begin(request.run);
      const onBlock: OnBlock = (done, of, tokens) => events.blockDone(request.run, done, of, tokens);
      const onOpened = (share: number) => events.modelOpened(request.run, share);
      const from = request.beside && !models.has(modelFolder, options) ? beside : models;
      if (!from.has(modelFolder, options)) runs.forgetEnded();
      return await run.inTurn((signal) => explainText(run, request, from, { onOpened, onBlock, signal, runs }));
    },
    readDocument: async (request) => {
      const { run, earlier } = runs.beginDocument(request.run);
      const summary = await run.inTurn(async (signal) => {
        await earlier?.settled(); // both read in the same memory, and until then the earlier one needs its model
        throwIfCancelled(signal);
        const from = modelsFor(request);
        if (!from.has(request.modelFolder, request.options)) runs.forgetEnded();
        const loading = from.use(request.modelFolder, request.options, { signal });
        return await readDocument(run, request, loading, signal);
      });
      await beside.unloadUnless((model) => runs.isUsed(model)); // it may have had the earlier text's model
      return summary;
    },
    release: async (id) => {
      const run = runs.release(id);
      await run?.settled();
      await beside.unloadUnless((model) => runs.isUsed(model));
    },
  };
}
