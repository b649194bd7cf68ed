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
import { type Feeds, floats } from '../runtime/feeds.ts';
import type { GraphRunner, Runtime } from '../runtime/runtime.ts';
import type { ModelShape } from './architecture.ts';
import { BlockFeeds } from './blockFeeds.ts';
import { chooseArchitecture } from './chooseArchitecture.ts';
import { withoutEmptySlots } from './emptySlots.ts';
import { type ForwardOptions, ForwardPass, feedsOfEmbedding } from './forwardPass.ts';
import { checkInterventions, firstChange, type Intervention } from './intervention.ts';
import { headsOf } from './layerHeads.ts';
import { type BlockReadout, blockReadout, type EndReadout, endReadout } from './layers/readout.ts';
import { countKeptBytes, countParameters, haveTiedTables, modelGraphs, type NamedGraph } from './modelGraphs.ts';
import { openGraphs } from './openGraphs.ts';
import { mayBeInParts, precisionFor } from './precision.ts';
import { Sequence } from './sequence.ts';

/** New tokens that are run at a time when a text is read again: GPT-2 small then takes two thirds of the time of 64. */
const RERUN_CHUNK = 256;
/** As long as a block's scores of such a chunk are no more than so many: 64 MB. */
const MOST_SCORES = 16 * 2 ** 20;

export interface LoadOptions {
  /** What runs the graphs. */
  readonly runtime: Runtime;
  /** How the matrices are kept; float32 where it is left out. */
  readonly precision?: 'auto' | Precision;
}

export interface RerunOptions extends ForwardOptions {
  readonly into?: Sequence;
}

/** What a block can be asked for when it is run again; recomputeBlock has the shapes. */
export type BlockOutput =
  | 'queries'
  | 'scores'
  | 'attention'
  | 'found'
  | 'attention_in'
  | 'attention_out'
  | 'attention_added'
  | 'mlp_hidden'
  | 'mlp_out'
  | 'router_logits'
  | 'expert_ids'
  | 'expert_weights'
  | 'dense_out'
  | 'moe_out'
  | 'mlp_added';

/** What heads have; empty where a layer has none. */
const OF_HEADS: readonly BlockOutput[] = ['queries', 'scores', 'attention', 'found'];

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
    this.tiedTables = haveTiedTables(graphs);
    this.precision = precision;
    this.readout = {
      blocks: graphs.slice(1, -1).map(({ graph }) => blockReadout(graph)),
      end: endReadout(graphs[graphs.length - 1].graph),
    };
    this.#embed = sessions[0];
    this.#blocks = sessions.slice(1, -1);
    this.#unembed = sessions[sessions.length - 1];
    const { fewestSlots } = runtime;
    const chunk = runtime.chunkFor(checkpoint.weightBytes);
    this.#pass = new ForwardPass({ shape, embed: this.#embed, blocks: this.#blocks, fewestSlots, chunk });
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
    const graphs = modelGraphs(checkpoint, architecture, shape, precision, mayBeInParts(checkpoint, runtime));
    const sessions = await openGraphs(graphs, runtime, checkpoint.weightsFolder);
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
   * numbers, since no token sees a later one; the cache keeps what earlier tokens would compute again. The caller keeps
   * within the context. Where it fails or is cancelled, the sequence has the tokens that it had before.
   */
  async forward(sequence: Sequence, ids: readonly number[], options: ForwardOptions = {}): Promise<void> {
    const textLength = sequence.length + ids.length;
    const read = { ids, textLengths: ids.map(() => textLength), from: undefined };
    await this.#pass.read(sequence, read, options);
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
    const { layer, position } = firstChange(interventions);
    const length = Math.min(position, sequence.length);
    changed.takeOver(sequence, { length, layer: Math.min(layer, this.shape.layers) });
    const ids = sequence.ids.slice(length);
    const textLengths = sequence.textLengths.slice(length);
    if (ids.length === 0) return changed;
    const chunk = options.chunk ?? this.#rerunChunk(sequence.length);
    await this.#pass.read(changed, { ids, textLengths, from: { layer, interventions } }, { ...options, chunk });
    return changed;
  }

  /** Many readings follow one another in the same memory, so that larger chunks are worth theirs, where scores are small. */
  #rerunChunk(length: number): number | undefined {
    return this.shape.heads * RERUN_CHUNK * length <= MOST_SCORES ? RERUN_CHUNK : undefined;
  }

  /** The first tokens of a sequence as one of their own, with the same interventions. Runs nothing. */
  fork(sequence: Sequence, length: number, into?: Sequence): Sequence {
    const forked = into ?? new Sequence(this.shape);
    forked.interventions = sequence.interventions;
    forked.takeOver(sequence, { length, layer: -1 });
    return forked;
  }

  /**
   * What the stream begins with: meaning and position of each token, and their sum. [n, d] each. Where positions are not
   * learned there are none, and the sum is the meaning. Without `onward` all tokens stand at one position, so that
   * embeddings can be compared without it.
   */
  async embed(ids: readonly number[], firstPosition: number, onward = true): Promise<Embedded> {
    const feeds = feedsOfEmbedding(this.shape, ids, firstPosition, onward);
    if (this.shape.learnedPositions)
      return await this.#embed.run(feeds, ['token_embedding', 'position_embedding', 'residual'] as const);
    const { residual } = await this.#embed.run(feeds, ['residual'] as const);
    return { token_embedding: residual, position_embedding: undefined, residual };
  }

  /**
   * Runs one block again on the stored residual of tokens [start, end), against the cache of those before them.
   * queries, found (by each head, changed by interventions): [heads, end - start, d_head]; scores (scaled, before the softmax), attention: [heads, end - start, end];
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
    const slots = this.#pass.slots(sequence, start);
    const place = { past: start, slots, textLengths: sequence.textLengths.slice(start, end) };
    const feeds = new BlockFeeds(this.shape, sequence, place).of(layer, sequence.residual(layer, start, end));
    const names = outputs.map((name) => this.#outputFor(name)).filter((name) => this.#has(layer, name));
    const results: Partial<Record<BlockOutput, Float32Array<ArrayBuffer>>> = names.length
      ? await this.#blocks[layer].run(feeds, [...new Set(names)])
      : {};
    const entries = outputs.map((name) => [name, results[this.#outputFor(name)] ?? new Float32Array(0)]);
    const ran: Partial<Record<BlockOutput, Float32Array<ArrayBuffer>>> = Object.fromEntries(entries);
    if (ran.attention) ran.attention = withoutEmptySlots(ran.attention, end - start, start, slots);
    if (ran.scores) ran.scores = withoutEmptySlots(ran.scores, end - start, start, slots);
    return ran as Record<Name, Float32Array<ArrayBuffer>>;
  }

  /** Whether the layer's graph has that output. */
  #has(layer: number, name: BlockOutput): boolean {
    if (name === 'mlp_hidden') return this.shape.inner > 0;
    return headsOf(this.shape, layer).heads > 0 || !OF_HEADS.includes(name);
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
}

/** [n, d] each */
export interface Embedded {
  readonly token_embedding: Float32Array<ArrayBuffer>;
  readonly position_embedding: Float32Array<ArrayBuffer> | undefined;
  readonly residual: Float32Array<ArrayBuffer>;
}

type Loaded = Pick<Transformer, 'checkpoint' | 'modelType' | 'textOnly' | 'shape' | 'precision'> & {
  readonly graphs: readonly NamedGraph[];
  readonly runtime: Runtime;
};
