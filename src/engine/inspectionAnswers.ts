// Answers what a model's file holds. What reads weights may take long: it tells how far it is, and can be cancelled. Knows no run.
import type { EngineEvents } from '../contract/engineEvents.ts';
import type { InspectionQuestions } from '../contract/inspectionQuestions.ts';
import type { InspectionId } from '../contract/modelFile.ts';
import { invalid } from './questionChecks.ts';

/** Often enough for a bar that moves. */
const PROGRESS_MS = 100;

/** Few sessions look into a file. */
const inspection = async () => await import('../inspection/inspection.ts');

export function inspectionQuestions({ inspectionProgress }: EngineEvents): InspectionQuestions {
  const open = new Map<InspectionId, AbortController>();

  async function long<Answer>(
    id: InspectionId,
    work: (signal: AbortSignal, onProgress: (done: number, of: number) => void) => Promise<Answer>,
  ): Promise<Answer> {
    if (open.has(id)) throw invalid('inspection', `${JSON.stringify(id)} is under way already`);
    const controller = new AbortController();
    open.set(id, controller);
    let told = Number.NEGATIVE_INFINITY;
    try {
      return await work(controller.signal, (done, of) => {
        if (performance.now() - told < PROGRESS_MS) return;
        told = performance.now();
        inspectionProgress(id, { done, of });
      });
    } finally {
      open.delete(id);
    }
  }

  return {
    inspectFile: async (path) => await (await import('../inspection/inspectFile.ts')).inspectFile(path),
    tensorStatistics: (id, path, tensor) =>
      long(id, async (signal, onProgress) => (await inspection()).statisticsOf(path, tensor, { signal, onProgress })),
    tensorDifferences: (id, path, reference) =>
      long(id, async (signal, onProgress) =>
        (await inspection()).differencesOf([path, reference], { signal, onProgress }),
      ),
    cancelInspection: async (id) => open.get(id)?.abort(),
    fileTokenizer: async (path) => await (await inspection()).tokenizerOfFile(path),
    searchVocabulary: async (path, query) => await (await inspection()).searchedVocabulary(path, query),
    vocabularyEntries: async (path, ids) => await (await inspection()).entriesOf(path, ids),
    chatSample: async (path) => await (await import('../inspection/chatSample.ts')).chatSample(path),
  };
}
