// Answers where in the model the difference between two texts is carried: a sweep of patches, a while at a time. Knows one
// run.

import type { OtherText, PatchGrid, PatchQuestion } from '../contract/patching.ts';
import type { NextTokens, SamplingOptions } from '../contract/readings.ts';
import type { Token, TokenIndex } from '../contract/tokens.ts';
import { distribution, nextTokens } from '../explain/nextTokens.ts';
import { PatchSweep, type SweepTask } from '../explain/patchSweep.ts';
import { askedAt, checkReadsOn } from './maskedWord.ts';
import { checkReadable, maskedAt, readOtherText, readTokens, tokensOf } from './otherTexts.ts';
import { checkIndex, invalid } from './questionChecks.ts';
import { type ExplainedText, type Run, stateOf } from './run.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';

/** Another text, its tokens beside the run's, and what the model says of it. Fails with question-invalid, mask-missing. */
export async function otherText(
  text: ExplainedText,
  run: Run,
  source: string,
  asked: { readonly k: number; readonly sampling: SamplingOptions; readonly masked: TokenIndex | undefined },
  signal: AbortSignal,
): Promise<OtherText> {
  const { model, sequence } = text;
  const tokens = await tokensOf(model, source, signal);
  checkReadable(model, tokens.length);
  const same = tokens.map(({ id }, i) => id === sequence.ids[i]);
  return { tokens, same, next: await saidOf(text, run, tokens, asked, signal) };
}

/** Behind the last token, or at the masked place of a text of as many tokens as the run's; undefined where neither is asked. */
async function saidOf(
  text: ExplainedText,
  run: Run,
  tokens: readonly Token[],
  { k, sampling, masked }: Parameters<typeof otherText>[3],
  signal: AbortSignal,
): Promise<NextTokens | undefined> {
  const { model, sequence } = text;
  const { predicts } = model.info;
  if (predicts !== 'next' && (predicts === 'nothing' || masked === undefined || tokens.length !== sequence.length))
    return undefined;
  const at = predicts === 'next' ? tokens.length - 1 : (masked ?? 0);
  const read = await readTokens(text, run, predicts === 'next' ? tokens : maskedAt(model, tokens, at), signal);
  const ids = predicts === 'next' ? read.ids : []; // nothing is repeated
  const predicted = distribution(await model.transformer.logits(read, at), sampling, ids);
  return nextTokens(predicted, model.tokenizer, at as TokenIndex, k, undefined);
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
  const { model } = text;
  const key = JSON.stringify([question, stateOf(text)]);
  const { layers } = model.info;
  if (run.patchSweep?.key !== key) {
    if (question.kind === 'state' && model.info.beside !== 'state')
      throw invalid('patchSweep', 'the model has no state beside attention');
    for (const id of [question.plus, question.minus]) checkIndex('metric', id, model.info.vocabSize);
    const metric = (logits: Float32Array) => logits[question.plus] - logits[question.minus];
    const task = { ...(await readingsOf(text, run, question, signal)), kind: question.kind, metric };
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

/**
 * Both texts as they are measured: as they stand, behind their last tokens, or each with the mask at the place. Fails with
 * reads-both-ways where no place is named, question-invalid, mask-missing, predicts-no-word.
 */
async function readingsOf(
  text: ExplainedText,
  run: Run,
  { source, masked }: PatchQuestion,
  signal: AbortSignal,
): Promise<Pick<SweepTask, 'base' | 'source' | 'at'>> {
  const { sequence } = text;
  if (masked === undefined) {
    checkReadsOn(text);
    return { base: sequence, source: await readOtherText(text, run, source, signal), at: undefined };
  }
  checkIndex('masked', masked, sequence.length);
  return {
    base: await askedAt(text, run, masked, signal),
    source: await readOtherText(text, run, source, signal, masked),
    at: masked,
  };
}
