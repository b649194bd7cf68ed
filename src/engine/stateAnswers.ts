// Answers about the effective weights of a state in place of attention: a part of them, all heads of a layer as pictures, all
// layers as small ones. Recomputed a few rows at a time, as weights of attention are: the model itself never has them.
// contract/stateReadings.ts has the shapes. Knows one run, no process.
import type { HeadRef, Matrix } from '../contract/readings.ts';
import type { StateMaps } from '../contract/stateReadings.ts';
import type { Span, TokenIndex } from '../contract/tokens.ts';
import { columnsOf } from '../explain/attention.ts';
import { poolSigned, signedHead, signedLevels } from '../explain/stateReadings.ts';
import { mostStateRows } from '../transformer/stateRows.ts';
import { yieldToEventLoop } from '../transformer/yieldToEventLoop.ts';
import { checkedCells } from './questionChecks.ts';
import type { ExplainedText } from './run.ts';
import { checkStateHead, stateOf } from './stateChecks.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';

/** As for attention. */
export const ROWS_AT_A_TIME = 256;

/** A rectangle of one head's effective weights. Fails with question-invalid for a layer without a state, too. */
export async function stateWeights(
  text: ExplainedText,
  { layer, head }: HeadRef,
  rows: Span<TokenIndex>,
  columns: Span<TokenIndex>,
  signal: AbortSignal,
): Promise<Matrix> {
  checkStateHead(text, { layer, head });
  const { size, width } = checkedCells('stateWeights', text.sequence.length, rows, columns);
  const values = new Float32Array(size);
  for await (const weights of layerWeights(text, layer, rows, signal)) {
    const part = columnsOf(signedHead(weights, head), weights.columns, columns.start, columns.end);
    values.set(part, (weights.firstRow - rows.start) * width);
  }
  return { rows: rows.end - rows.start, columns: width, values };
}

/** The heads of one layer, then their mean and the strongest. [heads + 2, size, size] */
export async function stateMaps(
  text: ExplainedText,
  layer: number,
  maxSize: number,
  signal: AbortSignal,
): Promise<StateMaps> {
  const { heads } = stateOf(text, layer);
  const n = text.sequence.length;
  const size = Math.min(n, maxSize);
  const pooled = new Float32Array((heads + 2) * size * size);
  for await (const weights of layerWeights(text, layer, { start: 0, end: n }, signal))
    poolSigned(pooled, size, weights, n, weights.firstRow);
  return { layer, heads, size, ...signedLevels(pooled, size * size) };
}

/** Those of all layers with a state, small; runs these layers again. Empty where none has one. */
export async function stateOverview(
  text: ExplainedText,
  maxSize: number,
  signal: AbortSignal,
): Promise<readonly StateMaps[]> {
  const maps: StateMaps[] = [];
  for (const [layer, state] of (text.model.transformer.shape.states ?? []).entries())
    if (state) maps.push(await stateMaps(text, layer, maxSize, signal));
  return maps;
}

/** One layer's weights for some queries. [heads, rows, columns], columns = all tokens up to the last query */
async function* layerWeights(text: ExplainedText, layer: number, queries: Span<number>, signal: AbortSignal) {
  const { heads } = stateOf(text, layer);
  const { transformer } = text.model;
  const most = Math.min(ROWS_AT_A_TIME, mostStateRows(transformer.shape, queries.end));
  for (let firstRow = queries.start; firstRow < queries.end; firstRow += most) {
    throwIfCancelled(signal);
    const end = Math.min(firstRow + most, queries.end);
    const block = await transformer.recomputeBlock(text.sequence, layer, firstRow, end, ['state_weights']);
    await yieldToEventLoop(signal);
    yield { firstRow, heads, rows: end - firstRow, columns: end, values: block.state_weights };
  }
}
