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
import type { WeightStorage } from '../contract/weightStorage.ts';
import { type Feeds, floats } from '../runtime/feeds.ts';
import type { GraphRunner, Runtime } from '../runtime/runtime.ts';
import type { ModelShape } from './architecture.ts';
import { feedsOfOtherStreams } from './blockFeeds.ts';
import type { BlockOutput } from './blockOutputs.ts';
import { chooseArchitecture } from './chooseArchitecture.ts';
import { type ForwardOptions, ForwardPass, feedsOfEmbedding } from './forwardPass.ts';
import { checkInterventions, firstChange, type Intervention } from './intervention.ts';
import { type BlockReadout, blockReadout, type EndReadout, endReadout } from './layers/readout.ts';
import {
  countKeptBytes,
  countParameters,
  haveTiedTables,
  modelGraphs,
  type NamedGraph,
  storageOf,
} from './modelGraphs.ts';
import { type OpenOptions, openGraphs } from './openGraphs.ts';
import { mayBeInParts, precisionFor } from './precision.ts';
import { recomputedBlock } from './recomputedBlock.ts';
import { Sequence } from './sequence.ts';

export interface LoadOptions extends OpenOptions {
  /** What runs the graphs. */
  readonly runtime: Runtime;
  /** How the matrices are kept; float32 where it is left out. */
  readonly precision?: 'auto' | Precision;
}

export interface RerunOptions extends ForwardOptions {
  readonly into?: Sequence;
}

export class Transformer {
  readonly checkpoint: Checkpoint;
  readonly modelType: string;
  /** Whether the model reads images, too, of which nothing is run: `checkpoint` is its text tower. */
  readonly textOnly: boolean;
  readonly shape: ModelShape;
  /** Weights that are used, tied ones counted once. */
  readonly parameters: number;
  /** What the weights take as they are kept, in bytes; one table of tokens that serves both ends is kept once. */
  readonly keptBytes: number;
  /** How most weights are stored, where the file has them quantised and is no GGUF file. */
  readonly storage: WeightStorage | undefined;
  /** Whether one table of tokens serves the way in and the way out. */
  readonly tiedTables: boolean;
  /** How its matrices are kept. */
  readonly precision: Precision;
  /** The weights through which the stream is read backwards. */
  readonly readout: { readonly blocks: readonly BlockReadout[]; readonly end: EndReadout };
  readonly #embed: GraphRunner;
  readonly #blocks: readonly GraphRunner[];
  readonly #unembed: GraphRunner;
  readonly #pass: ForwardPass;

  private constructor(
    { checkpoint, modelType, textOnly, shape, precision, runtime, graphs }: Loaded,
    sessions: readonly GraphRunner[],
  ) {
    this.checkpoint = checkpoint;
    this.modelType = modelType;
    this.textOnly = textOnly;
    this.shape = shape;
    this.parameters = countParameters(graphs);
    this.keptBytes = countKeptBytes(graphs);
    this.storage = storageOf(graphs);
    this.tiedTables = haveTiedTables(graphs);
    this.precision = precision;
    this.readout = {
      blocks: graphs.slice(1, -1).map(({ graph }) => blockReadout(graph)),
      end: endReadout(graphs[graphs.length - 1].graph),
    };
    this.#embed = sessions[0];
    this.#blocks = sessions.slice(1, -1);
    this.#unembed = sessions[sessions.length - 1];
    const blockWeights = Math.max(...graphs.slice(1, -1).map((block) => countParameters([block])));
    const { fewestSlots, fusesAttention, chunk } = runtime;
    const run = { embed: this.#embed, blocks: this.#blocks, fewestSlots, fusesAttention, chunk };
    this.#pass = new ForwardPass({ shape, blockWeights, ...run });
  }

  /**
   * Opens a checkpoint: every graph is written, which checks all tensors by name and shape, then handed to the runtime.
   * Fails with what openCheckpoint, the architecture and the runtime fail with; graphs opened until then are closed.
   */
  static async load(folder: string, options: LoadOptions): Promise<Transformer> {
    const { runtime, precision: asked = 'float32' } = options;
    const opened = await openCheckpoint(folder, runtime.readsWeights);
    const { modelType, architecture, checkpoint, textOnly } = chooseArchitecture(opened);
    const shape = architecture.shape(checkpoint);
    const precision = precisionFor(checkpoint, asked);
    const can = { inParts: mayBeInParts(checkpoint, runtime), fuses: runtime.fusesAttention };
    const graphs = modelGraphs(checkpoint, architecture, shape, precision, can);
    const sessions = await openGraphs(graphs, runtime, checkpoint.weightsFolder, options);
    return new Transformer({ checkpoint, modelType, textOnly, shape, precision, runtime, graphs }, sessions);
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
   * numbers, since no token sees a later one; the cache keeps what earlier tokens would compute again. Where tokens see what
   * is behind them, all of the text is read again. The caller keeps within the context. Where it fails or is cancelled, the
   * sequence has the tokens that it had before.
   */
  async forward(sequence: Sequence, ids: readonly number[], options: ForwardOptions = {}): Promise<void> {
    const textLength = sequence.length + ids.length;
    const reading = (all: readonly number[]) => ({ ids: all, textLengths: all.map(() => textLength), from: undefined });
    if (!this.shape.bidirectional || sequence.length === 0) {
      const { textLengths } = options;
      return await this.#pass.read(sequence, { ...reading(ids), ...(textLengths && { textLengths }) }, options);
    }
    // What was read changes with what follows it. It is read beside what is there, which so survives a failure.
    const longer = new Sequence(this.shape, sequence.interventions);
    await this.#pass.read(longer, reading([...sequence.ids, ...ids]), options);
    sequence.takeOver(longer, { length: textLength, layer: -1 });
  }

  /**
   * The same text, read with more interventions. Only what they can change is run: the blocks from the first changed layer
   * on, for the tokens from the first changed position on; all else is copied. `into` is a sequence whose memory is used
   * again. Fails with question-invalid like newSequence() and cancelled.
   */
  async rerun(
    sequence: Sequence,
    interventions: readonly Intervention[],
    { into, ...options }: RerunOptions = {},
  ): Promise<Sequence> {
    const all = [...sequence.interventions, ...interventions];
    checkInterventions(interventions, this.shape);
    const changed = into ?? new Sequence(this.shape);
    changed.interventions = all;
    const { layer, position } = firstChange(interventions, this.shape);
    const length = Math.min(position, sequence.length);
    changed.takeOver(sequence, { length, layer: Math.min(layer, this.shape.layers) });
    const ids = sequence.ids.slice(length);
    const textLengths = sequence.textLengths.slice(length);
    if (ids.length === 0) return changed;
    await this.#pass.read(changed, { ids, textLengths, from: { layer, interventions } }, options);
    return changed;
  }

  /**
   * The first tokens of a sequence as one of their own, with the same interventions. Runs nothing, unless tokens see what is
   * behind them: then the shorter text is read.
   */
  async fork(sequence: Sequence, length: number, into?: Sequence): Promise<Sequence> {
    const forked = into ?? new Sequence(this.shape);
    forked.interventions = sequence.interventions;
    if (this.shape.bidirectional && length < sequence.length) {
      forked.truncate(0);
      await this.forward(forked, sequence.ids.slice(0, length));
    } else forked.takeOver(sequence, { length, layer: -1 });
    return forked;
  }

  /** How many keys the queries of tokens up to `end` have: columns of attention, and tokens of the cache. */
  keysFor(sequence: Sequence, end: number): number {
    return this.shape.bidirectional ? sequence.length : end;
  }

  /**
   * What the stream begins with: meaning and position of each token, and their sum, with the segment where there are some. Where positions are not
   * learned there are none, and the sum is the meaning. Without `onward` all tokens stand at one position, so that
   * embeddings can be compared without it.
   */
  async embed(ids: readonly number[], firstPosition: number, onward = true): Promise<Embedded> {
    const feeds = feedsOfEmbedding(this.shape, ids, firstPosition, onward);
    if (this.shape.learnedPositions) {
      const added = ['token_embedding', 'position_embedding', 'residual'] as const;
      const none = { other_streams: new Float32Array(0) };
      if (!this.shape.segments)
        return { ...(await this.#embed.run(feeds, added)), segment_embedding: undefined, ...none };
      return { ...(await this.#embed.run(feeds, [...added, 'segment_embedding'] as const)), ...none };
    }
    const names = this.shape.streams ? (['residual', 'other_streams'] as const) : (['residual'] as const);
    const { residual, other_streams = new Float32Array(0) } = await this.#embed.run(feeds, names);
    const none = { position_embedding: undefined, segment_embedding: undefined };
    return { token_embedding: residual, ...none, residual, other_streams };
  }

  /**
   * Runs one block again on the stored residual of tokens [start, end), against the cache of those before them.
   * queries, found (by each head, changed by interventions), head_gates: [heads, end - start, d_head]; scores (scaled, before the
   * softmax), attention: [heads, end - start, keysFor(end)]; attention_in (normed), attention_out, mlp_out, attention_added,
   * mlp_added (the same, behind a norm where there is one), state_out, beside_added (empty where nothing stands beside
   * attention): [end - start, d]; mlp_hidden (after the activation): [end - start, inner]; state_queries: [groups, end - start,
   * d_state]; state_weights: [heads, end - start, end]; state_found, state_skip (what passes a state by): [heads, end - start,
   * d_value]; state_gates (what both are multiplied with on their way to the output projection): [end - start, heads · d_value];
   * state_strengths (empty without the delta rule): [heads, end - start]; tap_lengths: [end - start, kernel]; tap_parts:
   * [end - start, kernel, channels]; convolution_gates: [end - start, channels]
   * With `room` for heads · (end - start) · (slots + end - start) numbers attention is written there, and is a view of it.
   */
  async recomputeBlock<Name extends BlockOutput>(
    sequence: Sequence,
    layer: number,
    start: number,
    end: number,
    outputs: readonly Name[],
    room?: Float32Array<ArrayBuffer>,
  ): Promise<Record<Name, Float32Array<ArrayBuffer>>> {
    const { shape } = this;
    const place = this.#pass.placeOf(sequence, [start, end], sequence.length);
    return await recomputedBlock(this.#blocks[layer], { shape, sequence, layer, end, place }, outputs, room);
  }

  /**
   * The last norm, then a product with every token's row of the output table: [n, d] → [n, d], [n, vocabulary]. Of several
   * streams `others` are those beside the active one.
   */
  async unembed(residual: Float32Array, others?: Float32Array) {
    if (this.shape.headless) throw { code: 'predicts-no-word' } as const;
    return await this.#unembed.run(this.#rows(residual, others), ['normed', 'logits'] as const);
  }

  /** Where several streams are one again, before the last norm; see mergedStreams(). [n, d], [n, streams - 1] */
  async merged(residual: Float32Array, others: Float32Array) {
    return await this.#unembed.run(this.#rows(residual, others), ['merged', 'merge_scales'] as const);
  }

  /** What the last norm makes of the stream; the stream itself where there is none. [n, d] → [n, d] */
  async normed(residual: Float32Array, others?: Float32Array): Promise<Float32Array<ArrayBuffer>> {
    return (await this.#unembed.run(this.#rows(residual, others), ['normed'] as const)).normed;
  }

  /**
   * The logits of what comes next after tokens [start, end) of a sequence that was read; after its last one where none are
   * named. [end - start, vocabulary]
   */
  async logits(sequence: Sequence, start = sequence.length - 1, end = start + 1): Promise<Float32Array<ArrayBuffer>> {
    const { layers } = this.shape;
    const others = sequence.otherStreams[layers].rows(start, end);
    return (await this.unembed(sequence.residual(layers, start, end), others)).logits;
  }

  /**
   * The logit lens: what the unembedding makes of any layer's residual, as if the model ended there. Logits are not capped,
   * so that they can be compared and added. nostalgebraist 2020,
   * https://www.lesswrong.com/posts/AcKRB8wDpdaN6v6ru/interpreting-gpt-the-logit-lens. [n, d] → [n, vocabulary]
   */
  async lens(residual: Float32Array, others?: Float32Array): Promise<Float32Array<ArrayBuffer>> {
    if (this.shape.logitCap === undefined) return (await this.unembed(residual, others)).logits;
    return (await this.#unembed.run(this.#rows(residual, others), ['uncapped_logits'] as const)).uncapped_logits;
  }

  #rows(residual: Float32Array, others: Float32Array = new Float32Array(0)): Feeds {
    const n = residual.length / this.shape.dModel;
    return { residual: floats(residual, [n, this.shape.dModel]), ...feedsOfOtherStreams(others, n) };
  }

  async release(): Promise<void> {
    for (const session of [this.#embed, ...this.#blocks, this.#unembed]) await session.release();
  }
}

/** [n, d] each, if nothing else is said */
export interface Embedded {
  readonly token_embedding: Float32Array<ArrayBuffer>;
  readonly position_embedding: Float32Array<ArrayBuffer> | undefined;
  /** The same for every token. [d] */
  readonly segment_embedding: Float32Array<ArrayBuffer> | undefined;
  readonly residual: Float32Array<ArrayBuffer>;
  /** Those beside the active one; empty where there is one stream. [n, (streams - 1) · d] */
  readonly other_streams: Float32Array<ArrayBuffer>;
}

type Loaded = Pick<Transformer, 'checkpoint' | 'modelType' | 'textOnly' | 'shape' | 'precision'> & {
  readonly graphs: readonly NamedGraph[];
  readonly runtime: Runtime;
};
