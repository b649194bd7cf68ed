// Answers where in the model the difference between two texts is carried: a sweep of patches, a while at a time. Knows one
// run.

import type { OtherText, PatchGrid, PatchQuestion } from '../contract/patching.ts';
import type { SamplingOptions } from '../contract/readings.ts';
import type { TokenIndex } from '../contract/tokens.ts';
import { distribution, nextTokens } from '../explain/nextTokens.ts';
import { PatchSweep } from '../explain/patchSweep.ts';
import { readOtherText, readTokens, tokensOf } from './otherTexts.ts';
import { checkIndex, invalid } from './questionChecks.ts';
import { type ExplainedText, type Run, stateOf } from './run.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';

/** Another text, its tokens beside the run's, and what comes behind it. Fails with question-invalid. */
export async function otherText(
  text: ExplainedText,
  source: string,
  k: number,
  sampling: SamplingOptions,
  signal: AbortSignal,
): Promise<OtherText> {
  const { model, sequence } = text;
  const tokens = tokensOf(model, source);
  const read = await readTokens(model, tokens, signal);
  const predicted = distribution(await model.transformer.logits(read), sampling, read.ids);
  const last = (tokens.length - 1) as TokenIndex;
  return {
    tokens,
    same: tokens.map(({ id }, i) => id === sequence.ids[i]),
    next: nextTokens(predicted, model.tokenizer, last, k, undefined),
  };
}

/**
 * Goes on with the sweep for about so many milliseconds, one cell at least; 0 measures nothing. Fails with
 * question-invalid, also for texts of different lengths.
 */
export async function patchSweep(
  text: ExplainedText,
  run: Run,
  question: PatchQuestion,
  ms: number,
  signal: AbortSignal,
): Promise<PatchGrid> {
  const { sequence, model } = text;
  const key = JSON.stringify([question, stateOf(text)]);
  const { layers } = model.info;
  if (run.patchSweep?.key !== key) {
    if (question.kind === 'state' && model.info.beside !== 'state')
      throw invalid('patchSweep', 'the model has no state beside attention');
    for (const id of [question.plus, question.minus]) checkIndex('metric', id, model.info.vocabSize);
    const source = await readOtherText(model, question.source, signal);
    const metric = (logits: Float32Array) => logits[question.plus] - logits[question.minus];
    const task = { base: sequence, source, kind: question.kind, metric };
    const sweep = await PatchSweep.begin(model.transformer, task);
    run.patchSweep = { key, sweep, metrics: new Float32Array(layers * sweep.columns).fill(Number.NaN) };
  }
  const { sweep, metrics } = run.patchSweep;
  const { columns, base, source } = sweep;
  const until = performance.now() + ms;
  while (ms > 0) {
    throwIfCancelled(signal);
    const cell = await sweep.next(signal);
    if (!cell) break;
    metrics[cell.layer * columns + cell.column] = cell.metric;
    if (performance.now() >= until) break;
  }
  return { layers, columns, metrics: metrics.slice(), base, source, left: sweep.left };
}
