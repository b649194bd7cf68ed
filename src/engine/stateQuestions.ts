// The questions about layers that mix tokens without attention. Knows runs, no process.
import type { StateApi } from '../contract/stateApi.ts';
import type { Runs } from './runs.ts';
import { stateMaps, stateOverview, stateWeights } from './stateAnswers.ts';
import { stateCourse, stateDetail } from './stateHeadAnswers.ts';
import { convolutionTaps } from './tapAnswers.ts';

export function stateQuestions(runs: Runs): StateApi {
  return {
    stateWeights: (id, head, rows, columns) =>
      runs.ask(id, (text, _run, signal) => stateWeights(text, head, rows, columns, signal)),
    stateMaps: (id, layer, size) => runs.ask(id, (text, _run, signal) => stateMaps(text, layer, size, signal)),
    stateOverview: (id, size) => runs.ask(id, (text, _run, signal) => stateOverview(text, size, signal)),
    stateCourse: (id, head) => runs.ask(id, (text, _run, signal) => stateCourse(text, head, signal)),
    stateDetail: (id, head, token) => runs.ask(id, (text) => stateDetail(text, head, token)),
    convolutionTaps: (id, layer) => runs.ask(id, (text, _run, signal) => convolutionTaps(text, layer, signal)),
  };
}
