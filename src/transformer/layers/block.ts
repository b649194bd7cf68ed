// What the blocks of all architectures begin and end with: the residual stream, the cache, and what can be looked at.
// Knows nothing about what happens in between.

import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { ModelShape } from '../architecture.ts';
import { type AttentionInputs, attentionInputs } from './attention.ts';
import { type RotationTables, rotationInputs } from './rotary.ts';
import { Weights } from './weights.ts';

export interface Block {
  readonly g: Graph;
  /** Of this layer. */
  readonly w: Weights;
  readonly config: Config;
  readonly shape: ModelShape;
  readonly layer: number;
  readonly residual: Value; // [n, d]
  readonly inputs: AttentionInputs;
  /** What attention and MLP return is multiplied by them; 1 where nobody intervenes. [1] each */
  readonly gains: { readonly attention: Value; readonly mlp: Value };
  /** undefined where this layer turns nothing. */
  readonly rotation: RotationTables | undefined;
}

export interface BlockPlace {
  readonly checkpoint: Checkpoint;
  readonly shape: ModelShape;
  readonly layer: number;
  /** Names of the tensors: 'model.' and 'layers' for model.layers.0.… */
  readonly base: string;
  readonly list: string;
}

export function beginBlock(g: Graph, { checkpoint, shape, layer, base, list }: BlockPlace): Block {
  const { rotary } = shape.attentionPatterns[layer];
  return {
    g,
    w: Weights.under(base, g, checkpoint).in(`${list}.${layer}.`),
    config: checkpoint.config,
    shape,
    layer,
    residual: g.input('residual', 'float32', ['n', shape.dModel]),
    inputs: attentionInputs(g, shape),
    gains: { attention: g.input('attention_gain', 'float32', [1]), mlp: g.input('mlp_gain', 'float32', [1]) },
    rotation: rotary && rotationInputs(g, rotary),
  };
}

/** What attention reads, what it and the MLP return before any norm behind them and the addition, the sum. [n, d] each */
export interface BlockResults {
  readonly attentionIn: Value;
  readonly attentionOut: Value;
  readonly mlpOut: Value;
  readonly residualOut: Value;
}

export function endBlock({ g, shape, residual }: Block, results: BlockResults): void {
  const { attentionIn, attentionOut, mlpOut, residualOut } = results;
  g.output('attention_in', attentionIn === residual ? g.same(residual) : attentionIn, ['n', shape.dModel]);
  g.output('attention_out', attentionOut, ['n', shape.dModel]);
  g.output('mlp_out', mlpOut, ['n', shape.dModel]);
  g.output('residual_out', residualOut, ['n', shape.dModel]);
}

/** The usual block: x → x + attention(norm(x)) → x + mlp(norm(x)). Xiong et al. 2020, figure 1b, https://arxiv.org/abs/2002.04745 */
export function preNormBlock(block: Block, parts: BlockParts): void {
  const { g, residual, gains } = block;
  const attentionIn = parts.attentionNorm(residual);
  const attentionOut = g.multiply(parts.attention(attentionIn), gains.attention);
  const afterAttention = g.add(residual, attentionOut);
  const mlpOut = g.multiply(parts.mlp(parts.mlpNorm(afterAttention)), gains.mlp);
  endBlock(block, { attentionIn, attentionOut, mlpOut, residualOut: g.add(afterAttention, mlpOut) });
}

/** Attention and MLP read the same residual (shape.parallel). Black et al. 2022, §2.1, https://arxiv.org/abs/2204.06745 */
export function parallelBlock(block: Block, parts: BlockParts): void {
  const { g, residual, gains } = block;
  const attentionIn = parts.attentionNorm(residual);
  const attentionOut = g.multiply(parts.attention(attentionIn), gains.attention);
  const mlpOut = g.multiply(parts.mlp(parts.mlpNorm(residual)), gains.mlp);
  endBlock(block, { attentionIn, attentionOut, mlpOut, residualOut: g.add(residual, g.add(attentionOut, mlpOut)) });
}

/** A norm behind each half too (shape.postNorms): x → x + norm(attention(norm(x))) → … Gemma 2, §2, https://arxiv.org/abs/2408.00118 */
export function sandwichBlock(block: Block, parts: BlockParts & PostNorms): void {
  const { g, residual, gains, shape } = block;
  const attentionIn = parts.attentionNorm(residual);
  const attentionOut = g.multiply(parts.attention(attentionIn), gains.attention);
  const attentionAdded = parts.postAttentionNorm(attentionOut);
  const afterAttention = g.add(residual, attentionAdded);
  const mlpOut = g.multiply(parts.mlp(parts.mlpNorm(afterAttention)), gains.mlp);
  const mlpAdded = parts.postMlpNorm(mlpOut);
  g.output('attention_added', attentionAdded, ['n', shape.dModel]);
  g.output('mlp_added', mlpAdded, ['n', shape.dModel]);
  endBlock(block, { attentionIn, attentionOut, mlpOut, residualOut: g.add(afterAttention, mlpAdded) });
}

/** Each [n, d] → [n, d] */
export interface PostNorms {
  postAttentionNorm(x: Value): Value;
  postMlpNorm(x: Value): Value;
}

/** Each [n, d] → [n, d] */
export interface BlockParts {
  attentionNorm(x: Value): Value;
  attention(x: Value): Value;
  mlpNorm(x: Value): Value;
  mlp(x: Value): Value;
}
