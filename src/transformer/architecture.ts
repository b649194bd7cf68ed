// What every architecture file provides: the sizes read from config.json, and three kinds of graph, the way in, a block and
// the way out. All of today's decoders are variations of these: other norms, positions, activations, groupings of heads.
// Types only.
import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { ExpertShape } from '../contract/experts.ts';
import type { BesideAttention, ShortConvolution, StateSpace, Streams } from '../contract/layerShapes.ts';
import type { Graph } from '../onnx/graph.ts';
import type { Alibi } from './layers/alibi.ts';
import type { HeadSizes } from './layers/attentionParts.ts';
import type { Rotary } from './layers/rotary.ts';

export interface ModelShape {
  readonly layers: number;
  /** The most that a layer has, where they differ. */
  readonly heads: number;
  /** Fewer than heads where groups of them share keys and values. */
  readonly keyValueHeads: number;
  readonly dModel: number;
  readonly dHead: number;
  /** Where not all layers have heads as above; asked through headsOf(). [layers] */
  readonly layerHeads?: readonly HeadSizes[];
  /** The width of the MLP's hidden layer. */
  readonly inner: number;
  /** Where not all layers' MLPs are as wide. [layers] */
  readonly layerInner?: readonly number[];
  /** Whether one half of the MLP decides how much of the other passes: three maps in place of two. */
  readonly gatedMlp: boolean;
  /** Such layers also have the input router_offset and the outputs of experts.ts; `inner` is the width of the others' MLP. */
  readonly experts?: ExpertShape;
  /** The width of the token tables; that of the stream where it is not said. */
  readonly embeddingWidth?: number;
  readonly vocabSize: number;
  /** The width of what each layer is told of a token besides the stream; the way in then also outputs layer_inputs. */
  readonly layerInputs?: number;
  /** Longest text in tokens. */
  readonly context: number;
  /** Whether that is only where texts end here: nothing in the model grows with the text, or was learnt up to a length. */
  readonly endless?: boolean;
  /** Learned positions are added to the embedding. */
  readonly learnedPositions: boolean;
  /** A vector of the text's segment is added to every token alike; the way in then also outputs segment_embedding. [d] */
  readonly segments?: boolean;
  /** What the tables give is normed, with all that is added to it, before it enters the first block. */
  readonly normedEmbedding?: boolean;
  /**
   * Each token sees the whole text, also what stands behind it. Such a text is read as one, and a longer one is another
   * text: nothing that was computed for the shorter one holds for it.
   */
  readonly bidirectional?: boolean;
  /**
   * What it was trained to say at a place: the token that comes next where it is not said, the one that is hidden there
   * behind a mask, or none, as models that are made for the vectors alone.
   */
  readonly predicts?: 'masked' | 'nothing';
  /** The checkpoint has no map from the stream to logits: the unembedding outputs `normed` only. */
  readonly headless?: boolean;
  /** The layers that have a short convolution, in place of attention or before it. [layers] */
  readonly convolutions?: readonly (ShortConvolution | undefined)[];
  /** The layers that keep a state in place of attention, or beside it. [layers] */
  readonly states?: readonly (StateSpace | undefined)[];
  /** What each layer's attention sees of positions; layers of one pattern share the object. [layers] */
  readonly attentionPatterns: readonly AttentionPattern[];
  /** Attention and MLP read the same residual; else the MLP reads the sum with what attention adds. */
  readonly parallel?: boolean;
  /** What is added went through a norm, or was multiplied with a factor; the block then also outputs attention_added and mlp_added. [n, d] each */
  readonly postNorms?: boolean;
  /**
   * The stream is the active one of several. The way in then also outputs other_streams, [n, (count - 1) · d] in their order,
   * blocks and the way out have that as an input, blocks the outputs of altUpBlock() and the way out those of mergedStreams().
   */
  readonly streams?: Streams;
  /** What is added with what attention adds, in layers with heads; the block then also outputs beside_added, and of a state state_out. [n, d] each */
  readonly beside?: BesideAttention;
  /** Each head has a sink that takes a share of its attention: the weights of a row sum to less than 1. */
  readonly attentionSinks?: boolean;
  /** Logits are kept within ± this; the unembedding then also outputs uncapped_logits. */
  readonly logitCap?: number;
}

/** What a layer's attention sees of positions. */
export interface AttentionPattern {
  /**
   * So many last tokens, the query's own included; without it, all of them. Where the text is read in both directions,
   * so many around the query, as many before it as behind: an odd number.
   */
  readonly window?: number;
  /** Turns queries and keys; such a block also has the inputs of rotationInputs(). */
  readonly rotary?: Rotary;
  /** Lowers scores with the distance; such a block also has the inputs of alibiInputs(). */
  readonly alibi?: Alibi;
}

export interface Architecture {
  /** The methods of quantization_config whose tensors it reads. */
  readonly quantMethods?: readonly string[];
  /** Sizes, or a Failure that names what config.json asks for and we don't have. */
  shape(checkpoint: Checkpoint): ModelShape;
  /** ids [n] → residual [n, d]; with learnt positions also positions [n] → token_embedding, position_embedding [n, d] */
  embed(g: Graph, checkpoint: Checkpoint, shape: ModelShape): void;
  /**
   * residual [n, d] and the cache → residual_out, attention_in, attention_out, mlp_out [n, d], mlp_hidden, those of attend().
   * Where the layer has no heads, attention_out is what mixes tokens in their place; what stands beside them is in attention_added only.
   */
  block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void;
  /** residual [n, d] → normed [n, d], logits [n, vocabulary] */
  unembed(g: Graph, checkpoint: Checkpoint, shape: ModelShape): void;
}
