// The attention weights of one layer, recomputed a few rows at a time from the stored residual, since n² of them for every head
// are too many to keep. Knows a sequence, not what is asked about it.
import type { Span } from '../contract/tokens.ts';
import { headsOf } from '../transformer/layerHeads.ts';
import type { Sequence } from '../transformer/sequence.ts';
import type { Transformer } from '../transformer/transformer.ts';
import { yieldToEventLoop } from '../transformer/yieldToEventLoop.ts';
import type { AttentionWeights } from './attention.ts';

/** Rows that are recomputed at a time, for all heads of a layer. */
const ROWS_AT_A_TIME = 256;
/**
 * As long as their weights are no more than so many, which take 4 MB: they exist twice or three times while a block runs, as
 * scores and as weights, and a reader who cancels waits for them. 12 heads of 2,048 tokens have 42 rows, of 10,000 tokens 8.
 */
const WEIGHTS_AT_A_TIME = 2 ** 20;

export interface WeighedText {
  readonly model: { readonly transformer: Transformer };
  readonly sequence: Sequence;
}

/**
 * One layer's weights for some queries. [heads, rows, columns], columns = all keys that the last query sees. They are in the same
 * memory each time, since new memory for each would take longer than they do: who goes on has lost the last ones. Others are
 * let in before each. Fails with cancelled.
 */
export async function* layerWeights(
  { model: { transformer }, sequence }: WeighedText,
  layer: number,
  queries: Span<number>,
  { signal, atATime = WEIGHTS_AT_A_TIME }: { readonly signal?: AbortSignal; readonly atATime?: number } = {},
): AsyncGenerator<AttentionWeights & { readonly firstRow: number }> {
  const { heads } = headsOf(transformer.shape, layer);
  const few = Math.max(1, Math.min(ROWS_AT_A_TIME, Math.floor(atATime / (heads * sequence.slots))));
  const most = Math.min(few, queries.end - queries.start);
  const room = new Float32Array(heads * most * (sequence.slots + most));
  for (let firstRow = queries.start; firstRow < queries.end; firstRow += most) {
    await yieldToEventLoop(signal);
    const end = Math.min(firstRow + most, queries.end);
    const ran = await transformer.recomputeBlock(sequence, layer, firstRow, end, ['attention'], room);
    const columns = transformer.keysFor(sequence, end);
    yield { firstRow, heads, rows: end - firstRow, columns, values: ran.attention };
  }
}
