// Answers about the next token: its distribution, and generation, which draws a token and runs the model over it. Knows
// one run, no process.

import type { Failure } from '../contract/failure.ts';
import type { GenerationStep, NextTokens, SamplingOptions } from '../contract/readings.ts';
import type { TokenIndex } from '../contract/tokens.ts';
import { type Distribution, distribution, nextTokens, withSampling } from '../explain/nextTokens.ts';
import { draw, uniformAt } from '../explain/sampling.ts';
import { appendedToken } from './generatedToken.ts';
import { actualAt, askedAt, checkReadsOn } from './maskedWord.ts';
import { type LoadedModel, usableIds } from './models.ts';
import { checkIndex, invalid } from './questionChecks.ts';
import type { ExplainedText, Run } from './run.ts';

/**
 * The k most probable tokens after a position, whose residual is stored, so that only the unembedding is run; or those in the
 * place of the token there, which is masked.
 */
export async function next(
  text: ExplainedText,
  run: Run,
  after: TokenIndex,
  k: number,
  sampling: SamplingOptions,
  signal: AbortSignal,
): Promise<NextTokens> {
  checkIndex('after', after, text.sequence.length);
  const predicted = await distributionAfter(text, run, after, sampling, signal);
  return nextTokens(predicted, text.model.tokenizer, after, k, actualAt(text, after));
}

/**
 * Draws the next token, runs the model over it alone (all earlier keys and values are in the cache) and appends it to
 * the run. Fails with context-full. A step that is cancelled leaves the run as it was.
 */
export async function generate(
  text: ExplainedText,
  run: Run,
  sampling: SamplingOptions,
  k: number,
  signal: AbortSignal,
): Promise<GenerationStep> {
  const start = performance.now();
  const predicted = await predictedAtEnd(text, run, sampling, signal);
  // The step is counted from the end of the user's text: taken back, it is drawn the same way again.
  const id = draw(
    predicted.drawn,
    predicted.drawOrder,
    uniformAt(sampling.seed, text.sequence.length - text.promptLength),
  );
  return await appended(text, { id, predicted, k, start }, signal);
}

/** The same with a token that was chosen. Fails with question-invalid for an id that is no token. */
export async function choose(
  text: ExplainedText,
  run: Run,
  id: number,
  sampling: SamplingOptions,
  k: number,
  signal: AbortSignal,
): Promise<GenerationStep> {
  checkIndex('id', id, usableIds(text.model));
  const start = performance.now();
  const predicted = await predictedAtEnd(text, run, sampling, signal);
  return await appended(text, { id, predicted, k, start }, signal);
}

/** Makes these ids the generated ones. One that is cancelled leaves those that were there already. */
export async function restore(
  { model, sequence, tokens, promptLength }: ExplainedText,
  run: Run,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<void> {
  if (ids.length > 0) checkReadsOn({ model });
  if (sequence.length < promptLength) throw invalid('restore', 'tokens of the text itself were taken back');
  for (const id of ids) checkIndex('ids', id, usableIds(model));
  checkRoom(model, promptLength + ids.length);
  let same = 0;
  while (same < ids.length && sequence.ids[promptLength + same] === ids[same]) same++;
  sequence.truncate(promptLength + same);
  tokens.length = promptLength + same;
  run.lastDistribution = undefined;
  await model.transformer.forward(sequence, ids.slice(same), { signal });
  for (const id of ids.slice(same)) tokens.push(appendedToken(tokens, model.tokenizer.piece(id), id));
}

async function predictedAtEnd(
  text: ExplainedText,
  run: Run,
  sampling: SamplingOptions,
  signal: AbortSignal,
): Promise<Distribution> {
  checkReadsOn(text);
  checkRoom(text.model, text.sequence.length + 1);
  return await distributionAfter(text, run, (text.sequence.length - 1) as TokenIndex, sampling, signal);
}

/** Fails with context-full. */
function checkRoom({ info: { context } }: LoadedModel, tokens: number): void {
  if (tokens > context) throw { code: 'context-full', context } satisfies Failure;
}

interface Next {
  readonly id: number;
  readonly predicted: Distribution;
  readonly k: number;
  /** When the step began, as performance.now() tells it. */
  readonly start: number;
}

/** Runs the model over one token more. Where that is cancelled, the run is as it was. */
async function appended(
  { model, sequence, tokens }: ExplainedText,
  { id, predicted, k, start }: Next,
  signal: AbortSignal,
): Promise<GenerationStep> {
  const index = sequence.length as TokenIndex;
  const { layers, heads } = model.info;
  const keys = index + 1;
  const values = new Float32Array(layers * heads * keys); // 0 where a layer has no heads
  await model.transformer.forward(sequence, [id], {
    signal,
    onAttention: (layer, weights) => values.set(weights, layer * heads * keys),
  });
  const token = appendedToken(tokens, model.tokenizer.piece(id), id);
  tokens.push(token);
  const drawnFrom = nextTokens(predicted, model.tokenizer, (index - 1) as TokenIndex, k, id);
  const attention = { token: index, layers, heads, values };
  const ms = performance.now() - start;
  return { token, index, endsText: model.endIds.has(id), drawnFrom, attention, computed: 1, reused: index, ms };
}

/** Forgets all tokens from `length` on. Costs nothing: the cache keeps its size. */
export async function truncate(text: ExplainedText, run: Run, length: number): Promise<void> {
  if (length > text.sequence.length)
    throw invalid('truncate', `length ${length} is not from 1 to ${text.sequence.length}`);
  text.sequence.truncate(length);
  text.tokens.length = length;
  run.lastDistribution = undefined;
}

/**
 * The distribution after a position. Where that position was asked about last, only what the sampling options change is
 * computed again.
 */
export async function distributionAfter(
  text: ExplainedText,
  run: Run,
  after: TokenIndex,
  sampling: SamplingOptions,
  signal: AbortSignal,
): Promise<Distribution> {
  const read = text.model.info.predicts === 'next' ? text.sequence.ids.slice(0, after + 1) : []; // nothing is repeated

  if (run.lastDistribution?.after === after) return withSampling(run.lastDistribution.predicted, sampling, read);
  const asked = await askedAt(text, run, after, signal);
  const predicted = distribution(await text.model.transformer.logits(asked, after), sampling, read);
  run.lastDistribution = { after, predicted };
  return predicted;
}
