// What every architecture file provides: the sizes read from config.json, and three kinds of graph.
import type { Checkpoint } from '../checkpoint.ts';
import type { Graph } from '../onnx.ts';

export interface ModelShape {
  readonly layers: number;
  readonly heads: number;
  readonly dModel: number;
  readonly dHead: number;
  readonly vocabSize: number;
  /** Longest text in tokens. */
  readonly context: number;
  /** Learnt positions are added to the embedding. */
  readonly learntPositions: boolean;
  /** Weights that are used, tied ones counted once. */
  readonly parameters: number;
}

export interface Architecture {
  /** Sizes, or a Failure that names what config.json asks for and we don't have. */
  shape(checkpoint: Checkpoint): ModelShape;
  /** ids, positions [n] → token_embedding, position_embedding, residual [n, d] */
  embed(g: Graph, checkpoint: Checkpoint, shape: ModelShape): void;
  /** residual [n, d] and the cache → residual_out, attention_out, mlp_out [n, d] and those of attend() */
  block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void;
  /** residual [n, d] → normed [n, d], logits [n, vocabulary] */
  unembed(g: Graph, checkpoint: Checkpoint, shape: ModelShape): void;
}
