// Puts the check of the arguments in front of every question, so that no answer has to ask what it was given. Knows
// neither the arguments nor the answers.
import type { EngineApi } from '../contract/engineApi.ts';
import { QUESTION_NAMES } from '../contract/questions.ts';
import { readArguments } from './questionArguments.ts';

type Question = (...values: readonly unknown[]) => Promise<unknown>;

/** The same questions, which fail with question-invalid before they do anything. */
export function checkedQuestions(engine: EngineApi): EngineApi {
  const checked = QUESTION_NAMES.map((name): [string, Question] => [
    name,
    async (...values) => await (engine[name] as Question)(...readArguments(name, values)),
  ]);
  return Object.fromEntries(checked) as unknown as EngineApi;
}
