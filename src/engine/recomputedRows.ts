// Runs a layer that mixes tokens without attention again, a few rows at a time, for one of its outputs. Knows one run.
import type { Span } from '../contract/tokens.ts';
import { yieldToEventLoop } from '../transformer/yieldToEventLoop.ts';
import type { ExplainedText } from './run.ts';
import { throwIfCancelled } from './throwIfCancelled.ts';

/** As many rows at a time as of attention, but no more weights of a state than so many, 64 MB: it may have many heads. */
const ROWS_AT_A_TIME = 256;
const WEIGHTS_AT_A_TIME = 16_000_000;

/** The output's rows of the tokens [start, end), one part after another. */
export async function* recomputedRows(
  { model, sequence }: ExplainedText,
  layer: number,
  { start: first, end: last }: Span<number>,
  output: 'state_weights' | 'tap_lengths',
  signal: AbortSignal,
) {
  const heads = model.transformer.shape.states?.[layer]?.heads ?? 1;
  const rows = Math.max(1, Math.min(ROWS_AT_A_TIME, Math.floor(WEIGHTS_AT_A_TIME / (heads * last))));
  for (let start = first; start < last; start += rows) {
    throwIfCancelled(signal);
    const end = Math.min(start + rows, last);
    const { [output]: block } = await model.transformer.recomputeBlock(sequence, layer, start, end, [output]);
    await yieldToEventLoop(signal);
    yield { start, end, block };
  }
}
