// The questions about two readings, each asked when both may be read. Knows runs, no process.
import type { Compared } from '../contract/compared.ts';
import type { EngineApi, RunId } from '../contract/engineApi.ts';
import { comparedHeads, comparedNext, comparedPredictions, comparedStreams, comparison } from './compareAnswers.ts';
import { type Sides, sidesOf } from './comparedSides.ts';
import { checkReadsOn } from './maskedWord.ts';
import type { Runs } from './runs.ts';

type CompareQuestions = Pick<
  EngineApi,
  'comparison' | 'comparedPredictions' | 'comparedStreams' | 'comparedHeads' | 'comparedNext'
>;

export function compareQuestions(runs: Runs): CompareQuestions {
  const ask = async <Answer>(
    id: RunId,
    other: Compared,
    question: (sides: Sides, signal: AbortSignal) => Answer | Promise<Answer>,
  ) =>
    await runs.askBoth(id, other.kind === 'run' ? other.run : id, async ([text, otherRun], run, signal) => {
      return question(await sidesOf(text, run, { other, otherRun }, signal), signal);
    });
  return {
    comparison: (id, other) => ask(id, other, comparison),
    comparedPredictions: (id, other, pieces) =>
      ask(id, other, (sides, signal) => {
        for (const one of [sides.ours, sides.theirs]) checkReadsOn(one);
        return comparedPredictions(sides, pieces, signal);
      }),
    comparedStreams: (id, other) => ask(id, other, comparedStreams),
    comparedHeads: (id, other, layer) => ask(id, other, (sides, signal) => comparedHeads(sides, layer, signal)),
    comparedNext: (id, other, piece, k) => ask(id, other, (sides, signal) => comparedNext(sides, piece, k, signal)),
  };
}
