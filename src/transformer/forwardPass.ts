// The loop of a forward pass: new tokens through the way in and all blocks, in chunks. What is kept of it, the stream and
// the cache, is written where it is kept. The file knows no weights, and nothing about what comes after the last block.

import { type Feeds, type FloatTensor, floats, integers } from '../runtime/feeds.ts';
import type { GraphRunner } from '../runtime/runtime.ts';
import type { ModelShape } from './architecture.ts';
import { BlockFeeds, type CachePosition } from './blockFeeds.ts';
import { chunkSize } from './chunkSize.ts';
import { withoutEmptySlots } from './emptySlots.ts';
import { changesHeads, type Intervention, patch } from './intervention.ts';
import { headsOf } from './layerHeads.ts';
import type { Sequence } from './sequence.ts';
import { mostStateRows } from './stateRows.ts';
import { yieldToEventLoop } from './yieldToEventLoop.ts';

/** The fewest tokens that room is made for at once: arrays that are outgrown after each chunk leave holes in memory. */
const AHEAD = 512;

/**
 * New tokens from which on attention is fused. One alone is a product of a matrix and a vector, which is faster by itself, and
 * whose weights are looked at while a text is generated.
 */
const FUSED_FROM = 2;

export interface ForwardOptions {
  readonly onBlock?: (done: number, of: number) => void;
  /** Looked at between blocks. Rejects with { code: 'cancelled' }. */
  readonly signal?: AbortSignal;
  /** New tokens run at a time. Without it the runtime says what suits it; the results are the same. */
  readonly chunk?: number;
  /** See Sequence, of the new tokens; where it is left out, each is read in a text that ends with the last of them. */
  readonly textLengths?: readonly number[];
  /**
   * Called with every layer's attention of the new tokens: [heads, n, keys so far]. Not where a text is read in both
   * directions and does not fit one chunk.
   */
  readonly onAttention?: (layer: number, attention: Float32Array<ArrayBuffer>) => void;
}

export interface NewTokens {
  readonly ids: readonly number[];
  /** See Sequence. [ids.length] */
  readonly textLengths: readonly number[];
  /**
   * Where the pass begins if not at the way in: at a block whose input the sequence has already. Of the interventions on
   * that input only these are still to be made.
   */
  readonly from: { readonly layer: number; readonly interventions: readonly Intervention[] } | undefined;
}

interface Parts {
  readonly shape: ModelShape;
  readonly embed: GraphRunner;
  readonly blocks: readonly GraphRunner[];
  readonly fewestSlots: number;
  readonly fusesAttention: boolean;
  /** New tokens that the runtime wants at a time; else it is by what a block takes. */
  readonly chunk: number | undefined;
  /** The number of weights in the largest block. */
  readonly blockWeights: number;
}

/** Keys and values of a chunk's new tokens, before they go to the cache; one layer's after another's. */
interface KeysAndValues {
  readonly keys: Float32Array<ArrayBuffer>;
  readonly values: Float32Array<ArrayBuffer>;
}

type Kept = Readonly<
  Partial<
    Record<
      'keys' | 'values' | 'trail' | 'state_decays' | 'other_streams' | 'other_streams_out',
      FloatTensor<ArrayBuffer>
    >
  >
>;

export class ForwardPass {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Where tokens [start, end) of a text of `length` stand when they are run by themselves. The cache as the graph gets it
   * is as narrow as the runtime can run where it holds nothing that they look at.
   */
  placeOf(
    sequence: Sequence,
    [start, end]: readonly [number, number],
    length: number,
  ): Omit<CachePosition, 'textLengths'> {
    const { shape, fewestSlots, fusesAttention } = this.#parts;
    const isWhole = start === 0 && (!shape.bidirectional || end === length);
    const cached = shape.bidirectional && !isWhole && { cached: length };
    const fused = fusesAttention ? false : undefined;
    return { past: start, slots: isWhole ? fewestSlots : sequence.slots, ...cached, fused };
  }

  /** Reads new tokens behind those the sequence has. Where it fails, the sequence has the tokens that it had before. */
  async read(sequence: Sequence, tokens: NewTokens, options: ForwardOptions): Promise<void> {
    const { shape } = this.#parts;
    const chunk = options.chunk ?? this.#chunkFor(sequence, sequence.length + tokens.ids.length);
    if (shape.bidirectional) return await this.#readWhole(sequence, tokens, { ...options, chunk });
    const { ids, textLengths, from } = tokens;
    const size = Math.min(chunk, mostStateRows(shape, sequence.length + ids.length));
    const chunks = Math.ceil(ids.length / size);
    const before = sequence.length;
    const perChunk = shape.layers - (from?.layer ?? 0);
    const fresh = this.#roomFor(Math.min(size, ids.length));
    try {
      for (let at = 0; at < chunks; at++) {
        const onBlock = (done: number) => options.onBlock?.(at * perChunk + done, chunks * perChunk);
        const part = <Item>(items: readonly Item[]) => items.slice(at * size, (at + 1) * size);
        sequence.reserve(Math.min(before + ids.length, sequence.length + Math.max(size, AHEAD)));
        const tokens = { ids: part(ids), textLengths: part(textLengths), from };
        await this.#readChunk(sequence, tokens, { ...options, onBlock, fresh });
      }
    } catch (failure) {
      sequence.truncate(before); // a chunk of a text that was not read to its end is no text that anybody asked for
      throw failure;
    }
  }

  #chunkFor({ interventions }: Sequence, tokens: number): number {
    const { shape, chunk, blockWeights: weights, fusesAttention } = this.#parts;
    const isOfHeads = (one: Intervention) => changesHeads(one, { first: 0, n: tokens });
    return chunk ?? chunkSize(shape, { tokens, weights, fused: fusesAttention && !interventions.some(isOfHeads) });
  }

  /** One buffer for the new keys and one for the values serve all layers of all chunks, one after another. */
  #roomFor(tokens: number): KeysAndValues {
    const { shape } = this.#parts;
    const widths = Array.from({ length: shape.layers }, (_, layer) => {
      const { keyValueHeads, dHead, dValue } = headsOf(shape, layer);
      return { keys: keyValueHeads * dHead, values: keyValueHeads * dValue };
    });
    const room = (which: 'keys' | 'values') =>
      new Float32Array(tokens * Math.max(...widths.map((width) => width[which])));
    return { keys: room('keys'), values: room('values') };
  }

  /** Where what the layer keeps of n new tokens is written: keys and values on their way to the cache, the trail at once. */
  #kept(sequence: Sequence, layer: number, n: number, { keys, values }: KeysAndValues): Kept {
    const { keyValueHeads, dHead, dValue, keysOf } = headsOf(this.#parts.shape, layer);
    const trail = sequence.trails[layer];
    const decays = sequence.states[layer]?.decays;
    const past = sequence.length;
    return {
      ...(keyValueHeads > 0 &&
        keysOf === undefined && {
          keys: floats(keys.subarray(0, keyValueHeads * dHead * n), [keyValueHeads, dHead, n]),
          values: floats(values.subarray(0, keyValueHeads * dValue * n), [keyValueHeads, n, dValue]),
        }),
      ...(trail.width > 0 && { trail: floats(trail.rows(past, past + n), [n, trail.width]) }),
      ...(decays && { state_decays: floats(decays.rows(past, past + n), [n, decays.width]) }),
    };
  }

  #writeState(
    sequence: Sequence,
    layer: number,
    n: number,
    ran: Readonly<Record<string, Float32Array<ArrayBuffer>>>,
  ): void {
    const state = sequence.states[layer];
    if (!state) return;
    const nothing = new Float32Array(0);
    state.keys.write(sequence.length, n, ran.state_keys, nothing);
    state.values.write(sequence.length, n, nothing, ran.state_values);
  }

  /**
   * Reads a text whose tokens see all of it, layer by layer: first the keys and values of all tokens, then what each finds
   * among them, a chunk at a time, so that only the scores of one chunk are there at once. The sequence has no tokens yet.
   */
  async #readWhole(
    sequence: Sequence,
    { ids, textLengths, from }: NewTokens,
    options: ForwardOptions & { readonly chunk: number },
  ): Promise<void> {
    const { shape, embed, blocks } = this.#parts;
    const { dModel } = shape;
    const n = ids.length;
    sequence.reserve(n);
    const residualAt = (layer: number) => sequence.residual(layer, 0, n); // [n, d]
    const patchAt = (layer: number, interventions = sequence.interventions) =>
      patch({ residual: residualAt(layer), others: sequence.otherStreams[layer].rows(0, n) }, interventions, {
        ...{ layer, first: 0, dModel },
      });
    const first = from?.layer ?? 0;
    if (!from) {
      const into = { residual: floats(residualAt(0), [n, dModel]) };
      await embed.run(feedsOfEmbedding(shape, ids, 0), ['residual'], { signal: options.signal, into });
    }
    patchAt(first, from?.interventions);
    const fresh = this.#roomFor(Math.min(options.chunk, n));
    for (let layer = first; layer < blocks.length; layer++) {
      await this.#runWholeBlock(sequence, layer, textLengths, { ...options, fresh });
      patchAt(layer + 1);
      options.onBlock?.(layer + 1 - first, blocks.length - first);
      await yieldToEventLoop(options.signal);
    }
    sequence.append(ids, textLengths);
  }

  /** One block over a whole text: keys and values of all chunks go to the cache before any chunk looks at them. */
  async #runWholeBlock(
    sequence: Sequence,
    layer: number,
    textLengths: readonly number[],
    options: ForwardOptions & { readonly chunk: number; readonly fresh: KeysAndValues },
  ): Promise<void> {
    const { shape, blocks } = this.#parts;
    const { chunk, signal, fresh } = options;
    const n = textLengths.length;
    const starts = Array.from({ length: Math.ceil(n / chunk) }, (_, i) => i * chunk);
    const run = async (start: number, which: 'cache' | 'stream' | 'both') => {
      const end = Math.min(start + chunk, n);
      const place = { ...this.placeOf(sequence, [start, end], n), textLengths: textLengths.slice(start, end) };
      const feeds = new BlockFeeds(shape, sequence, place).of(layer, sequence.residual(layer, start, end));
      const kept = this.#kept(sequence, layer, end - start, fresh);
      const stream = { residual_out: floats(sequence.residual(layer + 1, start, end), [end - start, shape.dModel]) };
      const into = { ...(which !== 'stream' && kept), ...(which !== 'cache' && stream) };
      const asked = options.onAttention && starts.length === 1 ? ['attention'] : [];
      const ran = await blocks[layer].run(feeds, [...Object.keys(into), ...asked], { signal, into });
      if (ran.attention) options.onAttention?.(layer, withoutEmptySlots(ran.attention, { ...place, n: end - start }));
      if (which !== 'stream') sequence.caches[layer].write(start, end - start, ran.keys, ran.values);
      await yieldToEventLoop(signal);
    };
    if (starts.length === 1) return await run(0, 'both');
    for (const start of starts) await run(start, 'cache');
    for (const start of starts) await run(start, 'stream');
  }

  async #readChunk(
    sequence: Sequence,
    { ids, textLengths, from }: NewTokens,
    options: ForwardOptions & { readonly fresh: KeysAndValues },
  ): Promise<void> {
    const { shape, embed, blocks } = this.#parts;
    const { dModel } = shape;
    const { signal, fresh } = options;
    const n = ids.length;
    const past = sequence.length;
    const place = this.placeOf(sequence, [past, past + n], past + n);
    const { slots } = place;
    const fused = place.fused === undefined ? undefined : n >= FUSED_FROM && !options.onAttention;
    const feeds = new BlockFeeds(shape, sequence, { ...place, textLengths, fused });
    const residualAt = (layer: number) => sequence.residual(layer, past, past + n); // [n, d]
    const othersAt = (layer: number) => sequence.otherStreams[layer].rows(past, past + n);
    const patchAt = (layer: number, interventions = sequence.interventions) =>
      patch({ residual: residualAt(layer), others: othersAt(layer) }, interventions, { layer, first: past, dModel });
    const withOthers = (name: string, layer: number): Kept => {
      const { width } = sequence.otherStreams[layer];
      return width > 0 ? { [name]: floats(othersAt(layer), [n, width]) } : {};
    };
    // Step 1. What is kept is written where it is kept: outputs of their own would be garbage as large as all of it.
    const first = from?.layer ?? 0;
    if (!from) {
      const { layerInputs } = sequence;
      const into = {
        residual: floats(residualAt(0), [n, dModel]),
        ...(layerInputs.width > 0 && {
          layer_inputs: floats(layerInputs.rows(past, past + n), [n, layerInputs.width]),
        }),
        ...withOthers('other_streams', 0),
      };
      await embed.run(feedsOfEmbedding(shape, ids, past), Object.keys(into), { signal, into });
    }
    patchAt(first, from?.interventions);
    // Step 2. Block l reads row l of the stream, [n, d], and writes row l + 1.
    for (let layer = first; layer < blocks.length; layer++) {
      const into = {
        residual_out: floats(residualAt(layer + 1), [n, dModel]),
        ...withOthers('other_streams_out', layer + 1),
        ...this.#kept(sequence, layer, n, fresh),
      };
      const asked = options.onAttention && headsOf(shape, layer).heads > 0 ? ['attention'] : [];
      const ofState = sequence.states[layer] ? ['state_keys', 'state_values'] : [];
      const outputs = [...Object.keys(into), ...ofState, ...asked];
      const ran = await blocks[layer].run(feeds.of(layer, residualAt(layer)), outputs, { signal, into }); // attention [heads, n, slots + n]
      if (ran.attention) options.onAttention?.(layer, withoutEmptySlots(ran.attention, { n, past, slots }));
      if (into.keys) sequence.caches[layer].write(past, n, ran.keys, ran.values);
      this.#writeState(sequence, layer, n, ran);
      patchAt(layer + 1);
      options.onBlock?.(layer + 1 - first, blocks.length - first);
      await yieldToEventLoop(signal);
    }
    // Only now do the tokens count: those of a chunk that was cancelled half way are not complete in all layers.
    sequence.append(ids, textLengths);
  }
}

/** ids [n], and positions [n] where the model has a table of them; without `onward` all tokens stand at the first one. */
export function feedsOfEmbedding(
  { learnedPositions }: ModelShape,
  ids: readonly number[],
  firstPosition: number,
  onward = true,
): Feeds {
  if (!learnedPositions) return { ids: integers(ids) };
  const positions = ids.map((_, i) => (onward ? firstPosition + i : firstPosition));
  return { ids: integers(ids), positions: integers(positions) };
}
