// Answers with attention corrected by what it moves, beside attention as it is, and with how heads treat the first token.
// Knows one run.
import type { HeadRef } from '../contract/readings.ts';
import type { Span, TokenIndex } from '../contract/tokens.ts';
import type { ValueWeights } from '../contract/valueWeights.ts';
import { columnsOf, oneHead } from '../explain/attention.ts';
import { medianOf, valueLengths, weighted } from '../explain/valueWeighted.ts';
import { checkedRectangle, layerWeights } from './attentionAnswers.ts';
import type { ExplainedText } from './run.ts';

/** Fails like attention(), and where the output projection cannot be read. */
export async function valueWeights(
  text: ExplainedText,
  { layer, head }: HeadRef,
  rows: Span<TokenIndex>,
  columns: Span<TokenIndex>,
  signal: AbortSignal,
): Promise<ValueWeights> {
  const { size, width } = checkedRectangle('valueWeights', text, { layer, head }, rows, columns);
  const lengths = await valueLengths(text.model.transformer, text.sequence, layer, signal); // [heads][n]
  const raw = new Float32Array(size);
  const corrected = new Float32Array(size);
  const onFirst = new Float64Array(lengths.length);
  for await (const weights of layerWeights(text, layer, rows, signal)) {
    const { firstRow, rows: some, columns: keys, values } = weights;
    const moved = new Float32Array(values.length);
    for (const [one, ofHead] of lengths.entries()) {
      const start = one * some * keys;
      moved.set(weighted(values.subarray(start, start + some * keys), ofHead, keys), start);
      for (let row = firstRow === 0 ? 1 : 0; row < some; row++) onFirst[one] += values[start + row * keys];
    }
    const cut = (all: Float32Array) =>
      columnsOf(oneHead({ ...weights, values: all }, head), keys, columns.start, columns.end);
    raw.set(cut(values), (firstRow - rows.start) * width);
    corrected.set(cut(moved), (firstRow - rows.start) * width);
  }
  const later = rows.end - Math.max(rows.start, 1);
  const matrix = (values: Float32Array<ArrayBuffer>) => ({ rows: rows.end - rows.start, columns: width, values });
  return {
    raw: matrix(raw),
    weighted: matrix(corrected),
    firstToken: lengths.map((ofHead, one) => ({
      attention: later > 0 ? onFirst[one] / later : 0,
      length: ofHead[0],
      otherLength: medianOf(ofHead.subarray(1)),
    })),
  };
}
