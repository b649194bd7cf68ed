// Answers with attention corrected by what it moves, beside attention as it is, and with how heads treat the first token.
// Knows one run.
import type { HeadRef } from '../contract/readings.ts';
import type { Span, TokenIndex } from '../contract/tokens.ts';
import type { ValueWeights } from '../contract/valueWeights.ts';
import { columnsOf, oneHead } from '../explain/attention.ts';
import { layerWeights } from '../explain/layerWeights.ts';
import { medianOf, valueLengths, weighted } from '../explain/valueWeighted.ts';
import { gatesOfRow } from '../transformer/gatedValues.ts';
import { headsOf } from '../transformer/layerHeads.ts';
import { checkedRectangle } from './attentionAnswers.ts';
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
  const { transformer } = text.model;
  const lengthsBehind = await valueLengths(transformer, text.sequence, layer, signal);
  const { heads, gated } = headsOf(transformer.shape, layer);
  const sameForAll = gated ? undefined : await lengthsBehind(undefined); // [heads][n]
  const raw = new Float32Array(size);
  const corrected = new Float32Array(size);
  const onFirst = new Float64Array(heads);
  const meanLengths = Array.from({ length: heads }, () => new Float64Array(text.sequence.length));
  for await (const weights of layerWeights(text, layer, rows, { signal })) {
    const { firstRow, rows: some, columns: keys, values } = weights;
    const gates = await gatesOf(text, layer, { start: firstRow, end: firstRow + some });
    const moved = new Float32Array(values.length);
    for (let row = 0; row < some; row++) {
      const lengths = sameForAll ?? (await lengthsBehind(gatesOfRow(gates, { row, rows: some, heads })));
      for (const [one, ofHead] of lengths.entries()) {
        const start = (one * some + row) * keys;
        moved.set(weighted(values.subarray(start, start + keys), ofHead, keys), start);
        if (firstRow + row > 0) onFirst[one] += values[start];
        addTo(meanLengths[one], ofHead, rows.end - rows.start);
      }
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
    firstToken: meanLengths.map((ofHead, one) => ({
      attention: later > 0 ? onFirst[one] / later : 0,
      length: ofHead[0],
      otherLength: medianOf(ofHead.subarray(1)),
    })),
  };
}

/** [heads, rows, d_value]; empty where no gates stand behind heads. */
async function gatesOf({ model, sequence }: ExplainedText, layer: number, { start, end }: Span<number>) {
  return (await model.transformer.recomputeBlock(sequence, layer, start, end, ['head_gates'])).head_gates;
}

function addTo(means: Float64Array, values: Float64Array, of: number): void {
  for (let i = 0; i < means.length; i++) means[i] += values[i] / of;
}
