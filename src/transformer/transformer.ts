// The Transformer: embed → block × L → unembed, one graph each over the same weights, run in a loop that can be watched,
// stopped between blocks, changed there, and run again for one block. A forward pass over n new tokens:
//
//   1. embed     ids [n] → residual 0 [n, d]
//   2. block l   residual l [n, d], keys and values of all earlier tokens → residual l + 1 [n, d], own keys and values
//   3. unembed   residual L [n, d] → logits [n, vocabulary], of the rows that somebody asks for
//
// What is kept of it is the stream between all blocks and the cache (Sequence). All the rest, the attention of a layer
// above all, is recomputed from them when it is looked at. The file knows ids and positions, no text.

import { type Checkpoint, openCheckpoint } from '../checkpoint/checkpoint.ts';
import type { Precision } from '../contract/engineOptions.ts';
import { type Feeds, floats, integers } from '../runtime/feeds.ts';
import type { GraphRunner, Runtime } from '../runtime/runtime.ts';
import type { ModelShape } from './architecture.ts';
import { chooseArchitecture } from './chooseArchitecture.ts';
import { withoutEmptySlots } from './emptySlots.ts';
import { checkInterventions, gainsOf, type Intervention, patch } from './intervention.ts';
import { feedsOfGains, feedsOfLayers, feedsOfPattern } from './layerFeeds.ts';
import { type BlockReadout, blockReadout, type EndReadout, endReadout } from './layers/readout.ts';
import { countKeptBytes, countParameters, haveTiedTables, modelGraphs, type NamedGraph } from './modelGraphs.ts';
import { openGraphs } from './openGraphs.ts';
import { precisionFor } from './precision.ts';
import { Sequence } from './sequence.ts';
import { yieldToEventLoop } from './yieldToEventLoop.ts';

/** The fewest tokens that room is made for at once: arrays that are outgrown after each chunk leave holes in memory. */
const AHEAD = 512;

export interface LoadOptions {
  /** What runs the graphs. */
  readonly runtime: Runtime;
  /** How the matrices are kept; float32 where it is left out. */
  readonly precision?: 'auto' | Precision;
}

export interface ForwardOptions {
  readonly onBlock?: (done: number, of: number) => void;
  /** Looked at between blocks. Rejects with { code: 'cancelled' }. */
  readonly signal?: AbortSignal;
  /** New tokens run at a time. Without it the runtime says what suits it; the results are the same. */
  readonly chunk?: number;
  /** Called with every layer's attention of the new tokens: [heads, n, keys so far] */
  readonly onAttention?: (layer: number, attention: Float32Array<ArrayBuffer>) => void;
}

/** What a block can be asked for when it is run again; recomputeBlock has the shapes. */
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
  /** What the weights take as they are kept, in bytes; one table of tokens that serves both ends is kept once. */
  readonly keptBytes: number;
  /** Whether one table of tokens serves the way in and the way out. */
  readonly tiedTables: boolean;
  /** How its matrices are kept. */
  readonly precision: Precision;
  /** The weights through which the stream is read backwards. */
  readonly readout: { readonly blocks: readonly BlockReadout[]; readonly end: EndReadout };
  readonly #embed: GraphRunner;
  readonly #blocks: readonly GraphRunner[];
  readonly #unembed: GraphRunner;
  readonly #fewestSlots: number;
  readonly #chunk: number;
  /** The gains of a layer where nothing is changed: all 1, made once. */
  readonly #noGains: Feeds;

  private constructor(
    { checkpoint, modelType, shape, precision, runtime, graphs }: Loaded,
    sessions: readonly GraphRunner[],
  ) {
    this.#fewestSlots = runtime.fewestSlots;
    this.#chunk = runtime.chunkFor(checkpoint.weightBytes);
    this.checkpoint = checkpoint;
    this.modelType = modelType;
    this.shape = shape;
    this.parameters = countParameters(graphs);
    this.keptBytes = countKeptBytes(graphs);
    this.tiedTables = haveTiedTables(graphs);
    this.precision = precision;
    this.readout = {
      blocks: graphs.slice(1, -1).map(({ graph }) => blockReadout(graph)),
      end: endReadout(graphs[graphs.length - 1].graph),
    };
    this.#embed = sessions[0];
    this.#blocks = sessions.slice(1, -1);
    this.#unembed = sessions[sessions.length - 1];
    this.#noGains = feedsOfGains({ heads: new Float32Array(shape.heads).fill(1), attention: 1, mlp: 1 });
  }

  /**
   * Opens a checkpoint: every graph is written, which checks all tensors by name and shape, then handed to the runtime.
   * Fails with what openCheckpoint, the architecture and the runtime fail with; graphs opened until then are closed.
   */
  static async load(folder: string, options: LoadOptions): Promise<Transformer> {
    const { runtime, precision: asked = 'float32' } = options;
    const checkpoint = await openCheckpoint(folder, runtime.readsWeights);
    const { modelType, architecture } = chooseArchitecture(checkpoint);
    const shape = architecture.shape(checkpoint);
    const precision = precisionFor(checkpoint, asked);
    const graphs = modelGraphs(checkpoint, architecture, shape, precision);
    const sessions = await openGraphs(graphs, runtime, checkpoint.weightsFolder);
    return new Transformer({ checkpoint, modelType, shape, precision, runtime, graphs }, sessions);
  }

  /**
   * An empty text, to be read by forward(). Interventions hold from its first token to its last, also in blocks that are
   * run again. Fails with question-invalid for a layer, head or position that is not there.
   */
  newSequence(interventions: readonly Intervention[] = []): Sequence {
    checkInterventions(interventions, this.shape);
    return new Sequence(this.shape, interventions);
  }

  /**
   * Reads new tokens behind those the sequence has, in chunks. Reading a text at once or token by token comes to the same
   * numbers, since no token sees a later one; the cache keeps what earlier tokens would compute again. The caller keeps
   * within the context. Where it fails or is cancelled, the sequence has the tokens that it had before.
   */
  async forward(sequence: Sequence, ids: readonly number[], options: ForwardOptions = {}): Promise<void> {
    const { chunk: size = this.#chunk } = options;
    const chunks = Math.ceil(ids.length / size);
    const before = sequence.length;
    const textLength = before + ids.length;
    const { keyValueHeads, dHead } = this.shape;
    // One buffer for the new keys and one for the values serve all layers of all chunks, one after another.
    const room = () => new Float32Array(keyValueHeads * dHead * Math.min(size, ids.length));
    const fresh = { keys: room(), values: room() };
    try {
      for (let chunk = 0; chunk < chunks; chunk++) {
        const blocksBefore = chunk * this.#blocks.length;
        const onBlock = (done: number) => options.onBlock?.(blocksBefore + done, chunks * this.#blocks.length);
        const chunkIds = ids.slice(chunk * size, (chunk + 1) * size);
        sequence.reserve(Math.min(textLength, sequence.length + Math.max(size, AHEAD)));
        await this.#forwardChunk(sequence, chunkIds, { ...options, textLength, onBlock, fresh });
      }
    } catch (failure) {
      sequence.truncate(before); // a chunk of a text that was not read to its end is no text that anybody asked for
      throw failure;
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
    // Step 1. What is kept is written where it is kept: outputs of their own would be garbage as large as all of it.
    const residual = floats(residualAt(0), [n, dModel]);
    await this.#embed.run(this.#embedFeeds(ids, past), ['residual'] as const, { signal, into: { residual } });
    patchAt(0);
    // Step 2. Block l reads row l of the stream, [n, d], and writes row l + 1.
    for (const [layer, block] of this.#blocks.entries()) {
      const feeds = { ...this.#blockFeeds(sequence, layer, past, residualAt(layer)), ...positionFeeds[layer] };
      const into = { residual_out: floats(residualAt(layer + 1), [n, dModel]), keys, values };
      const ran = await block.run(feeds, outputs, { signal, into }); // attention [heads, n, slots + n]
      options.onAttention?.(layer, withoutEmptySlots(ran.attention, n, past, slots));
      sequence.caches[layer].write(past, n, ran.keys, ran.values);
      patchAt(layer + 1);
      options.onBlock?.(layer + 1, this.#blocks.length);
      await yieldToEventLoop(options.signal);
    }
    // Only now do the tokens count: those of a chunk that was cancelled half way are not complete in all layers.
    sequence.append(ids, textLengths);
  }

  /**
   * What the stream begins with: meaning and position of each token, and their sum. [n, d] each. Where positions are not
   * learned there are none, and the sum is the meaning. Without `onward` all tokens stand at one position, so that
   * embeddings can be compared without it.
   */
  async embed(ids: readonly number[], firstPosition: number, onward = true): Promise<Embedded> {
    const feeds = this.#embedFeeds(ids, firstPosition, onward);
    if (this.shape.learnedPositions)
      return await this.#embed.run(feeds, ['token_embedding', 'position_embedding', 'residual'] as const);
    const { residual } = await this.#embed.run(feeds, ['residual'] as const);
    return { token_embedding: residual, position_embedding: undefined, residual };
  }

  /** ids [n], and positions [n] where the model has a table of them. */
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

  /** The name that the graph has for an output: without a norm behind a half, what it returns is what is added. */
  #outputFor(name: BlockOutput): BlockOutput {
    if (this.shape.postNorms) return name;
    if (name === 'attention_added') return 'attention_out';
    return name === 'mlp_added' ? 'mlp_out' : name;
  }

  /** The last norm, then a product with every token's row of the output table: [n, d] → [n, d], [n, vocabulary] */
  async unembed(residual: Float32Array) {
    return await this.#unembed.run(this.#rows(residual), ['normed', 'logits'] as const);
  }

  /**
   * The logits of what comes next after tokens [start, end) of a sequence that was read; after its last one where none are
   * named. [end - start, vocabulary]
   */
  async logits(sequence: Sequence, start = sequence.length - 1, end = start + 1): Promise<Float32Array<ArrayBuffer>> {
    return (await this.unembed(sequence.residual(this.shape.layers, start, end))).logits;
  }

  /**
   * The logit lens: what the unembedding makes of any layer's residual, as if the model ended there. Logits are not capped,
   * so that they can be compared and added. nostalgebraist 2020,
   * https://www.lesswrong.com/posts/AcKRB8wDpdaN6v6ru/interpreting-gpt-the-logit-lens. [n, d] → [n, vocabulary]
   */
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

  /** The width of the cache as the graph gets it: without earlier tokens as narrow as the runtime can run. */
  #slots(sequence: Sequence, past: number): number {
    return past ? sequence.slots : this.#fewestSlots;
  }

  /** The stream, the cache and the gains of one block. With `past` = 0 the cache is empty slots, which the mask hides. */
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

/** Keys and values of a chunk's new tokens, before they go to the cache; one layer's after another's. */
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

type Loaded = Pick<Transformer, 'checkpoint' | 'modelType' | 'shape' | 'precision'> & {
  readonly graphs: readonly NamedGraph[];
  readonly runtime: Runtime;
};
