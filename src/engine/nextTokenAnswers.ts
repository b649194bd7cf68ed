// Answers about the next token: its distribution, and generation, which draws a token and runs the model over it. Knows
// one run, no process.

import type { Failure } from '../contract/failure.ts';
import type { GenerationStep, NextTokens, SamplingOptions } from '../contract/readings.ts';
import type { TokenIndex } from '../contract/tokens.ts';
import { distribution, nextTokens } from '../explain/nextTokens.ts';
import { draw, drawProbabilities, uniformAt } from '../explain/sampling.ts';
import { appendedToken } from './generatedToken.ts';
import { checkIndex, invalid } from './questionChecks.ts';
import type { ExplainedText, Run } from './run.ts';

/** The k most probable tokens after a position. The residual there is stored, so that only the unembedding is run. */
export async function next(
  text: ExplainedText,
  run: Run,
  after: TokenIndex,
  k: number,
  sampling: SamplingOptions,
): Promise<NextTokens> {
  checkIndex('after', after, text.sequence.length);
  const predicted = await distributionAfter(text, run, after, sampling);
  return nextTokens(predicted, text.model.tokenizer, after, k, text.sequence.ids[after + 1]);
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
  const { model, sequence, tokens, promptLength } = text;
  const index = sequence.length as TokenIndex;
  if (index >= model.info.context) throw { code: 'context-full', context: model.info.context } satisfies Failure;
  const start = performance.now();
  const last = (index - 1) as TokenIndex;
  const predicted = await distributionAfter(text, run, last, sampling);
  // The step is counted from the end of the user's text: taken back, it is drawn the same way again.
  const id = draw(predicted.drawn, predicted.order, uniformAt(sampling.seed, index - promptLength));
  const rows: Float32Array[] = [];
  await model.transformer.forward(sequence, [id], {
    signal,
    onAttention: (layer, weights) => {
      rows[layer] = weights;
    },
  });
  const token = appendedToken(tokens, model.tokenizer.piece(id), id);
  tokens.push(token);
  const drawnFrom = nextTokens(predicted, model.tokenizer, last, k, id);
  const attention = { token: index, layers: model.info.layers, heads: model.info.heads, values: concatenate(rows) };
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
async function distributionAfter(text: ExplainedText, run: Run, after: TokenIndex, sampling: SamplingOptions) {
  if (run.lastDistribution?.after === after) {
    const { predicted } = run.lastDistribution;
    return { ...predicted, drawn: drawProbabilities(predicted.logits, predicted.order, sampling) };
  }
  const predicted = distribution(await text.model.transformer.logits(text.sequence, after), sampling);
  run.lastDistribution = { after, predicted };
  return predicted;
}

function concatenate(rows: readonly Float32Array[]): Float32Array<ArrayBuffer> {
  const values = new Float32Array(rows.reduce((sum, row) => sum + row.length, 0));
  let at = 0;
  for (const row of rows) {
    values.set(row, at);
    at += row.length;
  }
  return values;
}
