// Answers about attention: parts of one head, one token in all heads, all heads pooled small. Recomputed a few rows at
// a time from the stored residual. Shapes are those of protocol.ts. Knows one run, no process.

import type { Failure } from '../contract/failure.ts';
import type { AttentionMaps, AttentionOverview, AttentionRows, HeadRef, Matrix } from '../contract/readings.ts';
import type { Span, TokenIndex } from '../contract/tokens.ts';
import { addPooled, columnsOf, oneHead, poolCounts, raiseLevels } from '../explain/attention.ts';
import { yieldToEventLoop } from '../transformer/yieldToEventLoop.ts';
import { checkIndex, checkSpan, invalid } from './questionChecks.ts';
import type { ExplainedText } from './run.ts';

/** Rows of attention recomputed at a time: all heads of a layer are, so 12 heads of 10,000 tokens take 120 MB. */
const ROWS_AT_A_TIME = 256;
/** 64 MB: more than any screen shows; longer texts are pooled. */
const MAX_CELLS = 16_000_000;

export async function attention(
  text: ExplainedText,
  { layer, head }: HeadRef,
  rows: Span<TokenIndex>,
  columns: Span<TokenIndex>,
  signal: AbortSignal,
): Promise<Matrix> {
  const { layers, heads } = text.model.info;
  checkIndex('layer', layer, layers);
  if (typeof head === 'number') checkIndex('head', head, heads);
  checkSpan('rows', rows, text.sequence.length);
  checkSpan('columns', columns, text.sequence.length);
  const width = columns.end - columns.start;
  if ((rows.end - rows.start) * width > MAX_CELLS) throw invalid('attention', `more than ${MAX_CELLS} weights at once`);
  const values = new Float32Array((rows.end - rows.start) * width);
  for (let start = rows.start as number; start < rows.end; start += ROWS_AT_A_TIME) {
    const weights = await layerWeights(text, layer, start, Math.min(start + ROWS_AT_A_TIME, rows.end), signal);
    const part = columnsOf(oneHead(weights, head), weights.columns, columns.start, columns.end);
    values.set(part, (start - rows.start) * width);
  }
  return { rows: rows.end - rows.start, columns: width, values };
}

export async function attentionRows(text: ExplainedText, token: TokenIndex): Promise<AttentionRows> {
  checkIndex('token', token, text.sequence.length);
  const { layers, heads } = text.model.info;
  const values = new Float32Array(layers * heads * (token + 1));
  for (let layer = 0; layer < layers; layer++) {
    const ran = await text.model.transformer.recomputeBlock(text.sequence, layer, token, token + 1, ['attention']);
    values.set(ran.attention, layer * heads * (token + 1));
  }
  return { token, layers, heads, values };
}

export async function attentionOverview(
  text: ExplainedText,
  wanted: number,
  signal: AbortSignal,
): Promise<AttentionOverview> {
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 256)
    throw invalid('attentionOverview', `size ${wanted} is not from 1 to 256`);
  const n = text.sequence.length;
  const { layers, heads } = text.model.info;
  const size = Math.min(n, wanted);
  const values = new Float32Array(layers * heads * size * size);
  const counts = poolCounts(n, size);
  for (let layer = 0; layer < layers; layer++) {
    const pooled = values.subarray(layer * heads * size * size, (layer + 1) * heads * size * size);
    for (let start = 0; start < n; start += ROWS_AT_A_TIME) {
      addPooled(
        pooled,
        size,
        await layerWeights(text, layer, start, Math.min(start + ROWS_AT_A_TIME, n), signal),
        n,
        start,
      );
    }
    for (let i = 0; i < pooled.length; i++) pooled[i] /= counts[i % counts.length];
  }
  return { layers, heads, size, values };
}

export async function attentionMaps(
  text: ExplainedText,
  layer: number,
  wanted: number,
  signal: AbortSignal,
): Promise<AttentionMaps> {
  const { layers, heads } = text.model.info;
  checkIndex('layer', layer, layers);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 1024)
    throw invalid('attentionMaps', `size ${wanted} is not from 1 to 1024`);
  const n = text.sequence.length;
  const size = Math.min(n, wanted);
  const values = new Uint8Array((heads + 2) * size * size);
  for (let start = 0; start < n; start += ROWS_AT_A_TIME) {
    const weights = await layerWeights(text, layer, start, Math.min(start + ROWS_AT_A_TIME, n), signal);
    raiseLevels(values, size, weights, n, start);
  }
  return { layer, heads, size, values };
}

/** One layer's weights for the queries [start, end): [heads, end - start, end] */
async function layerWeights(
  { model, sequence }: ExplainedText,
  layer: number,
  start: number,
  end: number,
  signal: AbortSignal,
) {
  if (signal.aborted) throw { code: 'cancelled' } satisfies Failure;
  const { attention: values } = await model.transformer.recomputeBlock(sequence, layer, start, end, ['attention']);
  await yieldToEventLoop();
  return { heads: model.info.heads, rows: end - start, columns: end, values };
}
