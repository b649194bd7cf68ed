// The Transformer: embed → block × N → unembed, one graph each over the same weights, run in a loop that can be
// watched, stopped between blocks, and run again for one block. Knows ids and positions, no text.

import { type Checkpoint, openCheckpoint } from '../checkpoint/checkpoint.ts';
import type { Precision } from '../contract/engineOptions.ts';
import { type Feeds, floats, integers } from '../runtime/feeds.ts';
import type { GraphRunner, Runtime } from '../runtime/runtime.ts';
import type { ModelShape } from './architecture.ts';
import { chooseArchitecture } from './chooseArchitecture.ts';
import { withoutEmptySlots } from './emptySlots.ts';
import { checkInterventions, gainsOf, type Intervention, patch } from './intervention.ts';
import { feedsOfGains, feedsOfLayers, feedsOfPattern } from './layerFeeds.ts';
import { countParameters, modelGraphs, type NamedGraph } from './modelGraphs.ts';
import { precisionFor } from './precision.ts';
import { Sequence } from './sequence.ts';
import { yieldToEventLoop } from './yieldToEventLoop.ts';

/** Room is made for so many tokens of a text at once: what is made and left again in between leaves holes in memory. */
const AHEAD = 512;

export interface LoadOptions {
  /** What runs the graphs. */
  readonly runtime: Runtime;
  /** How the matrices are kept; float32 where it is left out. */
  readonly precision?: 'auto' | Precision;
}

export interface ForwardOptions {
  readonly onBlock?: (done: number, of: number) => void;
  /** Looked at between blocks; tokens of chunks that are complete stay in the sequence. Rejects with { code: 'cancelled' }. */
  readonly signal?: AbortSignal;
  /** New tokens run at a time; else as the runtime likes. */
  readonly chunk?: number;
  /** Called with every layer's attention of the new tokens: [heads, n, keys so far] */
  readonly onAttention?: (layer: number, attention: Float32Array<ArrayBuffer>) => void;
}

/** What a block can be asked for when it is run again. */
export type BlockOutput =
  | 'queries'
  | 'scores'
  | 'attention'
  | 'attention_in'
  | 'attention_out'
  | 'attention_added'
  | 'mlp_hidden'
  | 'mlp_out'
  | 'mlp_added';

export class Transformer {
  readonly checkpoint: Checkpoint;
  readonly modelType: string;
  readonly shape: ModelShape;
  /** Weights that are used, tied ones counted once. */
  readonly parameters: number;
  /** How its matrices are kept. */
  readonly precision: Precision;
  readonly #embed: GraphRunner;
  readonly #blocks: readonly GraphRunner[];
  readonly #unembed: GraphRunner;
  readonly #fewestSlots: number;
  readonly #chunk: number;
  /** Of a layer where nobody intervenes. */
  readonly #noGains: Feeds;

  private constructor(
    { checkpoint, modelType, shape, parameters, precision, runtime }: Loaded,
    sessions: readonly GraphRunner[],
  ) {
    this.#fewestSlots = runtime.fewestSlots;
    this.#chunk = runtime.chunkFor(checkpoint.weightBytes);
    this.checkpoint = checkpoint;
    this.modelType = modelType;
    this.shape = shape;
    this.parameters = parameters;
    this.precision = precision;
    this.#embed = sessions[0];
    this.#blocks = sessions.slice(1, -1);
    this.#unembed = sessions[sessions.length - 1];
    this.#noGains = feedsOfGains({ heads: new Float32Array(shape.heads).fill(1), attention: 1, mlp: 1 });
  }

  /** Fails with what openCheckpoint, the architecture and the runtime fail with. Of graphs that were opened then none is left open. */
  static async load(folder: string, options: LoadOptions): Promise<Transformer> {
    const { runtime, precision: asked = 'float32' } = options;
    const checkpoint = await openCheckpoint(folder, runtime.readsWeights);
    const { modelType, architecture } = chooseArchitecture(checkpoint);
    const shape = architecture.shape(checkpoint);
    // All graphs are written, and with that all tensors checked, before the first one is opened.
    const precision = precisionFor(checkpoint, asked);
    const graphs = modelGraphs(checkpoint, architecture, shape, precision);
    const sessions = await openAll(graphs, runtime, checkpoint.weightsFolder);
    const parameters = countParameters(graphs);
    return new Transformer({ checkpoint, modelType, shape, parameters, precision, runtime }, sessions);
  }

  /**
   * A text to be read. What is changed while it is read holds from its first token to its last, also in blocks that are
   * run again. Fails with question-invalid for a place that is not there.
   */
  newSequence(interventions: readonly Intervention[] = []): Sequence {
    checkInterventions(interventions, this.shape);
    return new Sequence(this.shape, interventions);
  }

  /** Runs the model over new tokens behind those the sequence has. The caller keeps within the context. */
  async forward(sequence: Sequence, ids: readonly number[], options: ForwardOptions = {}): Promise<void> {
    const { chunk: size = this.#chunk } = options;
    const chunks = Math.ceil(ids.length / size);
    const textLength = sequence.length + ids.length;
    const { keyValueHeads, dHead } = this.shape;
    const room = () => new Float32Array(keyValueHeads * dHead * Math.min(size, ids.length));
    const fresh = { keys: room(), values: room() };
    for (let chunk = 0; chunk < chunks; chunk++) {
      const before = chunk * this.#blocks.length;
      const onBlock = (done: number) => options.onBlock?.(before + done, chunks * this.#blocks.length);
      const chunkIds = ids.slice(chunk * size, (chunk + 1) * size);
      sequence.reserve(Math.min(textLength, sequence.length + Math.max(size, AHEAD)));
      await this.#forwardChunk(sequence, chunkIds, { ...options, textLength, onBlock, fresh });
    }
  }

  async #forwardChunk(
    sequence: Sequence,
    ids: readonly number[],
    options: ForwardOptions & { readonly textLength: number; readonly fresh: KeysAndValues },
  ): Promise<void> {
    const n = ids.length;
    const past = sequence.length;
    const slots = this.#slots(sequence, past);
    const textLengths = ids.map(() => options.textLength);
    const positionFeeds = feedsOfLayers(this.shape.attentionPatterns, { past, slots, textLengths });
    const { keyValueHeads, dHead, dModel } = this.shape;
    const { signal, fresh } = options;
    const keys = floats(fresh.keys.subarray(0, keyValueHeads * dHead * n), [keyValueHeads, dHead, n]);
    const values = floats(fresh.values.subarray(0, keyValueHeads * dHead * n), [keyValueHeads, n, dHead]);
    const residualAt = (layer: number) => sequence.residual(layer, past, past + n); // [n, d]
    const patchAt = (layer: number) => patch(residualAt(layer), sequence.interventions, { layer, first: past, dModel });
    const outputs = [
      'residual_out',
      'keys',
      'values',
      ...(options.onAttention ? (['attention'] as const) : []),
    ] as const;
    // What is kept is written where it is kept: outputs of their own would be garbage as large as all that is kept.
    const residual = floats(residualAt(0), [n, dModel]);
    await this.#embed.run(this.#embedFeeds(ids, past), ['residual'] as const, { signal, into: { residual } });
    patchAt(0);
    for (const [layer, block] of this.#blocks.entries()) {
      const feeds = { ...this.#blockFeeds(sequence, layer, past, residualAt(layer)), ...positionFeeds[layer] };
      const into = { residual_out: floats(residualAt(layer + 1), [n, dModel]), keys, values };
      const ran = await block.run(feeds, outputs, { signal, into });
      options.onAttention?.(layer, withoutEmptySlots(ran.attention, n, past, slots));
      sequence.caches[layer].write(past, n, ran.keys, ran.values);
      patchAt(layer + 1);
      options.onBlock?.(layer + 1, this.#blocks.length);
      await yieldToEventLoop(options.signal);
    }
    sequence.ids.push(...ids);
    sequence.textLengths.push(...textLengths);
  }

  /**
   * Step 1 and 2 of the lecture: meaning and position of each token, and their sum. [n, d] each; where positions are
   * not learnt there are none, and the sum is the meaning. Not `onward`: all at one position.
   */
  async embed(ids: readonly number[], firstPosition: number, onward = true): Promise<Embedded> {
    const feeds = this.#embedFeeds(ids, firstPosition, onward);
    if (this.shape.learnedPositions)
      return await this.#embed.run(feeds, ['token_embedding', 'position_embedding', 'residual'] as const);
    const { residual } = await this.#embed.run(feeds, ['residual'] as const);
    return { token_embedding: residual, position_embedding: undefined, residual };
  }

  #embedFeeds(ids: readonly number[], firstPosition: number, onward = true): Feeds {
    if (!this.shape.learnedPositions) return { ids: integers(ids) };
    const positions = ids.map((_, i) => (onward ? firstPosition + i : firstPosition));
    return { ids: integers(ids), positions: integers(positions) };
  }

  /**
   * Runs one block again on the stored residual of tokens [start, end), against the cache of those before them.
   * queries: [heads, end - start, d_head]; scores (scaled, before the softmax), attention: [heads, end - start, end];
   * attention_in (normed), attention_out, mlp_out, attention_added, mlp_added (the same, behind a norm where there is
   * one): [end - start, d]; mlp_hidden (after the activation): [end - start, inner]
   */
  async recomputeBlock<Name extends BlockOutput>(
    sequence: Sequence,
    layer: number,
    start: number,
    end: number,
    outputs: readonly Name[],
  ): Promise<Record<Name, Float32Array<ArrayBuffer>>> {
    const slots = this.#slots(sequence, start);
    const textLengths = sequence.textLengths.slice(start, end);
    const feeds = {
      ...this.#blockFeeds(sequence, layer, start, sequence.residual(layer, start, end)),
      ...feedsOfPattern(this.shape.attentionPatterns[layer], { past: start, slots, textLengths }),
    };
    const names = outputs.map((name) => this.#outputFor(name));
    const results = await this.#blocks[layer].run(feeds, [...new Set(names)]);
    const entries = outputs.map((name, i) => [name, results[names[i]]]);
    const ran: Partial<Record<BlockOutput, Float32Array<ArrayBuffer>>> = Object.fromEntries(entries);
    if (ran.attention) ran.attention = withoutEmptySlots(ran.attention, end - start, start, slots);
    if (ran.scores) ran.scores = withoutEmptySlots(ran.scores, end - start, start, slots);
    return ran as Record<Name, Float32Array<ArrayBuffer>>;
  }

  /** Where no norm stands behind, what is returned is what is added. */
  #outputFor(name: BlockOutput): BlockOutput {
    if (this.shape.postNorms) return name;
    if (name === 'attention_added') return 'attention_out';
    return name === 'mlp_added' ? 'mlp_out' : name;
  }

  /** Step 5: residual [n, d] → normed [n, d] and logits [n, vocabulary]. */
  async unembed(residual: Float32Array) {
    return await this.#unembed.run(this.#rows(residual), ['normed', 'logits'] as const);
  }

  /** What comes next after tokens [start, end) of a sequence that was read; after its last one where none are named. [end - start, vocabulary] */
  async logits(sequence: Sequence, start = sequence.length - 1, end = start + 1): Promise<Float32Array<ArrayBuffer>> {
    return (await this.unembed(sequence.residual(this.shape.layers, start, end))).logits;
  }

  /** What the head makes of any layer's residual, without a cap on logits: [n, d] → [n, vocabulary] */
  async lens(residual: Float32Array): Promise<Float32Array<ArrayBuffer>> {
    if (this.shape.logitCap === undefined) return (await this.unembed(residual)).logits;
    return (await this.#unembed.run(this.#rows(residual), ['uncapped_logits'] as const)).uncapped_logits;
  }

  #rows(residual: Float32Array): Feeds {
    return { residual: floats(residual, [residual.length / this.shape.dModel, this.shape.dModel]) };
  }

  async release(): Promise<void> {
    for (const session of [this.#embed, ...this.#blocks, this.#unembed]) await session.release();
  }

  /** At the beginning there is nothing to look back at. */
  #slots(sequence: Sequence, past: number): number {
    return past ? sequence.slots : this.#fewestSlots;
  }

  /** `past` = 0 leaves the cache out. */
  #blockFeeds(sequence: Sequence, layer: number, past: number, residual: Float32Array): Feeds {
    const { keyValueHeads, dHead, dModel } = this.shape;
    const cache = sequence.caches[layer];
    const slots = this.#slots(sequence, past);
    const nothing = () => new Float32Array(keyValueHeads * dHead * slots);
    const gains = gainsOf(sequence.interventions, layer, this.shape);
    return {
      ...(gains ? feedsOfGains(gains) : this.#noGains),
      residual: floats(residual, [residual.length / dModel, dModel]),
      past_keys: floats(past ? cache.keys : nothing(), [keyValueHeads, dHead, slots]),
      past_values: floats(past ? cache.values : nothing(), [keyValueHeads, slots, dHead]),
    };
  }
}

/** Of a chunk's new tokens, before they go to the cache; one layer's after another's. */
interface KeysAndValues {
  readonly keys: Float32Array<ArrayBuffer>;
  readonly values: Float32Array<ArrayBuffer>;
}

/** [n, d] each */
export interface Embedded {
  readonly token_embedding: Float32Array<ArrayBuffer>;
  readonly position_embedding: Float32Array<ArrayBuffer> | undefined;
  readonly residual: Float32Array<ArrayBuffer>;
}

type Loaded = Pick<Transformer, 'checkpoint' | 'modelType' | 'shape' | 'parameters' | 'precision'> & {
  readonly runtime: Runtime;
};

async function openAll(graphs: readonly NamedGraph[], runtime: Runtime, folder: string): Promise<GraphRunner[]> {
  const sessions: GraphRunner[] = [];
  try {
    for (const { name, graph } of graphs) sessions.push(await runtime.open(graph, name, folder));
    return sessions;
  } catch (failure) {
    for (const session of sessions) await session.release();
    throw failure;
  }
}
