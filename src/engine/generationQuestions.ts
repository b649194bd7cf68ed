// The questions that make a run's text longer or shorter. Knows no answer.
import type { EngineApi } from '../contract/engineApi.ts';
import { choose, generate, restore, truncate } from './nextTokenAnswers.ts';
import type { Runs } from './runs.ts';

export function generationQuestions(runs: Runs): Pick<EngineApi, 'generate' | 'choose' | 'restore' | 'truncate'> {
  return {
    generate: (id, sampling, k) => runs.change(id, (text, run, signal) => generate(text, run, sampling, k, signal)),
    choose: (id, token, sampling, k) =>
      runs.change(id, (text, run, signal) => choose(text, run, token, sampling, k, signal)),
    restore: (id, ids) => runs.change(id, (text, run, signal) => restore(text, run, ids, signal)),
    truncate: (id, length) => runs.change(id, (text, run) => truncate(text, run, length)),
  };
}
