// One block once more, over some tokens of a text that was read: what is not kept follows from the stream and the cache. The
// file knows one graph.
import { floats } from '../runtime/feeds.ts';
import type { GraphRunner } from '../runtime/runtime.ts';
import type { ModelShape } from './architecture.ts';
import { BlockFeeds, type CachePosition } from './blockFeeds.ts';
import { type BlockOutput, hasOutput, outputFor } from './blockOutputs.ts';
import { withoutEmptySlots } from './emptySlots.ts';
import { headsOf } from './layerHeads.ts';
import type { Sequence } from './sequence.ts';

/** Rows from which on it is worth it to copy half of a cache, so that they are not multiplied by the other half. */
const NARROWED_FROM = 8;

export interface RecomputedTokens {
  readonly shape: ModelShape;
  readonly sequence: Sequence;
  readonly layer: number;
  /** Behind the last one; the first is at `place.past`. */
  readonly end: number;
  readonly place: Omit<CachePosition, 'textLengths'>;
}

type Results = Partial<Record<BlockOutput, Float32Array<ArrayBuffer>>>;

/** See Transformer.recomputeBlock(). */
export async function recomputedBlock<Name extends BlockOutput>(
  block: GraphRunner,
  { shape, sequence, layer, end, place: { past, ...whole } }: RecomputedTokens,
  outputs: readonly Name[],
  room: Float32Array<ArrayBuffer> | undefined,
): Promise<Record<Name, Float32Array<ArrayBuffer>>> {
  const n = end - past;
  const place = { past, ...whole, slots: slotsFor(past, n, whole) };
  const textLengths = sequence.textLengths.slice(past, end);
  const feeds = new BlockFeeds(shape, sequence, { ...place, textLengths }).of(
    layer,
    sequence.residual(layer, past, end),
  );
  const names = outputs.map((name) => outputFor(shape, name)).filter((name) => hasOutput(shape, layer, name));
  const { heads } = headsOf(shape, layer);
  const width = place.slots + n;
  const into = room && { attention: floats(room.subarray(0, heads * n * width), [heads, n, width]) };
  const results: Results = names.length ? await block.run(feeds, [...new Set(names)], into && { into }) : {};
  const entries = outputs.map((name) => [name, results[outputFor(shape, name)] ?? new Float32Array(0)]);
  const ran: Results = Object.fromEntries(entries);
  const columns = { ...place, n };
  if (ran.attention) ran.attention = withoutEmptySlots(ran.attention, columns, room);
  if (ran.scores) ran.scores = withoutEmptySlots(ran.scores, columns);
  if (ran.state_weights) ran.state_weights = withoutEmptySlots(ran.state_weights, columns);
  return ran as Record<Name, Float32Array<ArrayBuffer>>;
}

/** As wide a cache as there is, or as wide as it has to be, where that is half of it and there are rows enough. */
function slotsFor(past: number, n: number, { slots, cached }: Pick<CachePosition, 'slots' | 'cached'>): number {
  const isNarrow = cached === undefined && past > 0 && past <= slots / 2;
  return isNarrow && n >= NARROWED_FROM ? past : slots;
}
