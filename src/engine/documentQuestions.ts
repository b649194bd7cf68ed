// Answers the questions about whole documents, which are read in windows while no explanation is asked anything. Knows the
// runs, not how a window is read.
import type { EngineApi } from '../contract/engineApi.ts';
import { documentSurprisals, expected } from './documentAnswers.ts';
import type { Runs } from './runs.ts';

/** What `readDocument` opened. */
export function documentQuestions(runs: Runs): Pick<EngineApi, 'documentSurprisals' | 'expected'> {
  return {
    documentSurprisals: (id, sight, ms) =>
      runs.askDocument(id, (reading, signal) => {
        const othersRest = (most: number) => runs.explanationsRest(most, signal);
        return documentSurprisals(reading, sight, { ms, othersRest }, signal);
      }),
    expected: (id, token, k) => runs.askDocument(id, (reading, signal) => expected(reading, token, k, signal)),
  };
}
