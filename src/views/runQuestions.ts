// The engine questions that a webview may ask, passed on unchanged for its own run only.
import type { RunId } from '../contract/engineApi.ts';
import type { Failure } from '../contract/failure.ts';
import { RUN_QUESTION_NAMES, type RunQuestions } from '../contract/questions.ts';

type Question = (run: RunId, ...rest: readonly unknown[]) => Promise<unknown>;

/** The questions, which fail with run-unknown for every run but `own()`. */
export function runQuestions(engine: RunQuestions, own: () => RunId | undefined): RunQuestions {
  const forOwnRun = (name: keyof RunQuestions): Question => {
    return async (run, ...rest) => {
      if (run !== own()) throw { code: 'run-unknown', run } satisfies Failure;
      return await (engine[name] as Question)(run, ...rest);
    };
  };
  const entries = RUN_QUESTION_NAMES.map((name) => [name, forOwnRun(name)]);
  return Object.fromEntries(entries) as unknown as RunQuestions;
}
