// Answers about attention: parts of one head, one token in all heads, all heads pooled to small pictures. Weights are
// recomputed a few rows at a time from the stored residual, since n² of them for every head are too many to keep.
// contract/readings.ts has the shapes. Knows one run, no process.

import type { AttentionMaps, AttentionOverview, AttentionRows, HeadRef, Matrix } from '../contract/readings.ts';
import type { Span, TokenIndex } from '../contract/tokens.ts';
import { addPooled, columnsOf, oneHead, poolCounts, raiseLevels } from '../explain/attention.ts';
import { layerWeights, type WeighedText } from '../explain/layerWeights.ts';
import { headsOf } from '../transformer/layerHeads.ts';
import { checkedCells, checkIndex } from './questionChecks.ts';
import type { ExplainedText } from './run.ts';

/**
 * A rectangle of one head's weights. The cost grows with its rows; its columns are cut out afterwards. Fails with
 * question-invalid for a place that is not there, and for too many weights at once.
 */
export async function attention(
  text: ExplainedText,
  { layer, head }: HeadRef,
  rows: Span<TokenIndex>,
  columns: Span<TokenIndex>,
  signal: AbortSignal,
): Promise<Matrix> {
  const { size, width } = checkedRectangle('attention', text, { layer, head }, rows, columns);
  const values = new Float32Array(size);
  for await (const weights of layerWeights(text, layer, rows, { signal })) {
    const part = columnsOf(oneHead(weights, head), weights.columns, columns.start, columns.end);
    values.set(part, (weights.firstRow - rows.start) * width);
  }
  return { rows: rows.end - rows.start, columns: width, values };
}

/** The number of weights and of columns. Fails with question-invalid, as attention() does. */
export function checkedRectangle(
  question: string,
  { model, sequence }: ExplainedText,
  { layer, head }: HeadRef,
  rows: Span<TokenIndex>,
  columns: Span<TokenIndex>,
): { readonly size: number; readonly width: number } {
  checkIndex('layer', layer, model.info.layers);
  if (typeof head === 'number') checkIndex('head', head, headsOf(model.transformer.shape, layer).heads);
  return checkedCells(question, sequence.length, rows, columns);
}

/** What one token attends to: every block is run again for this token alone. [layers, heads, keys] */
export async function attentionRows(text: ExplainedText, token: TokenIndex): Promise<AttentionRows> {
  checkIndex('token', token, text.sequence.length);
  const { layers, heads } = text.model.info;
  const keys = text.model.transformer.keysFor(text.sequence, token + 1);
  const values = new Float32Array(layers * heads * keys);
  for (let layer = 0; layer < layers; layer++) {
    const block = await text.model.transformer.recomputeBlock(text.sequence, layer, token, token + 1, ['attention']);
    values.set(block.attention, layer * heads * keys);
  }
  return { token, layers, heads, values };
}

/** All heads' weights, averaged over the cells of small squares; runs all blocks again. [layers, heads, size, size] */
export async function attentionOverview(
  text: ExplainedText,
  maxSize: number,
  signal: AbortSignal,
): Promise<AttentionOverview> {
  const n = text.sequence.length;
  const { layers, heads } = text.model.info;
  const size = Math.min(n, maxSize);
  const values = new Float32Array(layers * heads * size * size);
  const counts = poolCounts(n, size);
  for (let layer = 0; layer < layers; layer++) {
    const pooled = values.subarray(layer * heads * size * size, (layer + 1) * heads * size * size);
    for await (const weights of layerWeights(text, layer, { start: 0, end: n }, { signal }))
      addPooled(pooled, size, weights, n, weights.firstRow);
    for (let i = 0; i < pooled.length; i++) pooled[i] /= counts[i % counts.length];
  }
  return { layers, heads, size, values };
}

/**
 * The heads of one layer as levels, then their mean and their maximum. A cell has its largest weight, since a mean
 * would hide a single strong one in a long text. [heads + 2, size, size]
 */
export async function attentionMaps(
  text: WeighedText & { readonly model: { readonly info: { readonly layers: number } } },
  layer: number,
  maxSize: number,
  signal: AbortSignal,
): Promise<AttentionMaps> {
  checkIndex('layer', layer, text.model.info.layers);
  const { heads } = headsOf(text.model.transformer.shape, layer);
  const n = text.sequence.length;
  const size = Math.min(n, maxSize);
  const values = new Uint8Array((heads + 2) * size * size);
  for await (const weights of layerWeights(text, layer, { start: 0, end: n }, { signal }))
    raiseLevels(values, size, weights, n, weights.firstRow);
  return { layer, heads, size, values };
}
