// What the blocks of all architectures begin and end with, and the ways in which they arrange attention and MLP
// around the residual stream. The stream runs through the whole model, one vector of width d for each token; a block reads
// it, and adds what attention (which moves information between tokens) and the MLP (which works on each token by itself)
// make of it. Since parts only add, every later part, the logit lens and the votes of attribution can read what an earlier
// part wrote. Elhage et al. 2021, https://transformer-circuits.pub/2021/framework/index.html. The file knows nothing about
// what happens inside the parts.

import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { LayerHeads, ShortConvolution } from '../../contract/layerShapes.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { ModelShape } from '../architecture.ts';
import { headsOf } from '../layerHeads.ts';
import { mayBeFused } from '../mayBeFused.ts';
import { alibiInputs } from './alibi.ts';
import { attentionInputs } from './attention.ts';
import type { AttentionInputs } from './attentionParts.ts';
import { noteBlock } from './readout.ts';
import { type RotationTables, rotationInputs } from './rotary.ts';
import { Weights } from './weights.ts';

export interface Block {
  readonly g: Graph;
  /** The weights of this layer. */
  readonly w: Weights;
  readonly config: Config;
  readonly shape: ModelShape;
  readonly layer: number;
  /** Those of this layer. */
  readonly sizes: LayerHeads;
  readonly residual: Value; // [n, d]
  /** undefined where the layer has no heads. */
  readonly inputs: AttentionInputs | undefined;
  readonly convolution: ShortConvolution | undefined;
  /** What a state is hidden from where heads stand beside it, some of which may be hidden from more; see unrolledState.ts. */
  readonly stateMask: Value | undefined; // [1, n, slots + n]
  readonly changes: { readonly attention: Change; readonly mlp: Change };
  /** Of what is read from a state beside attention; undefined where there is none. */
  readonly stateChange: Change | undefined;
  /** What the layer is told of each token besides the stream; undefined where it is told nothing. */
  readonly layerInput: Value | undefined; // [n, layerInputs]
  /** undefined where this layer's queries and keys are not rotated by position. */
  readonly rotation: RotationTables | undefined;
  /** Added to the router's scores: 0, or -∞ for an expert that is switched off. undefined in layers without experts. */
  readonly routerOffset: Value | undefined; // [1 or n, experts]
}

/** What a half returns becomes gain · x + offset; 1 and 0 where nobody intervenes. */
interface Change {
  readonly gain: Value; // [1 or n, 1]
  readonly offset: Value; // [1 or n, d]
}

export interface BlockPlace {
  readonly checkpoint: Checkpoint;
  readonly shape: ModelShape;
  readonly layer: number;
  /** Where the layer's tensors are in the checkpoint: 'model.' and 'layers' for model.layers.0.… */
  readonly base: string;
  readonly list: string;
}

/** Declares the block's inputs; what the graph is fed for them is made in layerFeeds.ts. */
export function beginBlock(g: Graph, { checkpoint, shape, layer, base, list }: BlockPlace): Block {
  const { rotary } = shape.attentionPatterns[layer];
  const sizes = headsOf(shape, layer);
  return {
    g,
    w: Weights.under(base, g, checkpoint).in(`${list}.${layer}.`),
    config: checkpoint.config,
    shape,
    layer,
    sizes,
    residual: g.input('residual', 'float32', ['n', shape.dModel]),
    inputs: sizes.heads > 0 ? headInputs(g, shape, layer) : undefined,
    convolution: shape.convolutions?.[layer],
    stateMask:
      sizes.heads > 0 && shape.states?.[layer] ? g.input('state_mask', 'float32', [1, 'n', 'slots + n']) : undefined,
    stateChange: sizes.heads > 0 && shape.states?.[layer] ? changeInputs(g, shape, 'state') : undefined,
    changes: { attention: changeInputs(g, shape, 'attention'), mlp: changeInputs(g, shape, 'mlp') },
    rotation: rotary && rotationInputs(g, rotary),
    layerInput:
      shape.layerInputs === undefined ? undefined : g.input('layer_input', 'float32', ['n', shape.layerInputs]),
    routerOffset: routerInput(g, shape, layer),
  };
}

function headInputs(g: Graph, shape: ModelShape, layer: number): AttentionInputs {
  const { alibi, window } = shape.attentionPatterns[layer];
  return {
    ...attentionInputs(g, headsOf(shape, layer)),
    ...(alibi && { alibi: alibiInputs(g, alibi) }),
    ...(g.can.fuses &&
      mayBeFused(shape, layer) && { fused: { behind: g.input('fused_behind', 'int64', [1]), window } }),
  };
}

function routerInput(g: Graph, { experts }: ModelShape, layer: number): Value | undefined {
  return experts?.layers[layer] ? g.input('router_offset', 'float32', ['routings', experts.experts]) : undefined;
}

function changeInputs(g: Graph, { dModel }: ModelShape, part: 'attention' | 'state' | 'mlp'): Change {
  return {
    gain: g.input(`${part}_gain`, 'float32', ['changes', 1]),
    offset: g.input(`${part}_offset`, 'float32', ['changes', dModel]),
  };
}

/** gain · x + offset. [n, d] → [n, d] */
export function changed(g: Graph, x: Value, { gain, offset }: Change): Value {
  return g.add(g.multiply(x, gain), offset);
}

/** [n, d] each */
export interface BlockResults {
  /** What attention reads: the stream, normed where a norm stands before it. */
  readonly attentionIn: Value;
  /** What attention returns, before any norm behind it and before it is added. */
  readonly attentionOut: Value;
  /** The same of the MLP. */
  readonly mlpOut: Value;
  /** The stream as the next block finds it. */
  readonly residualOut: Value;
}

/** Declares the outputs that blocks of all architectures have. An output that nobody asks for is not computed. */
export function endBlock({ g, shape, residual }: Block, results: BlockResults): void {
  const { attentionIn, attentionOut, mlpOut, residualOut } = results;
  g.output('attention_in', attentionIn === residual ? g.same(residual) : attentionIn, ['n', shape.dModel]);
  g.output('attention_out', attentionOut, ['n', shape.dModel]);
  g.output('mlp_out', mlpOut, ['n', shape.dModel]);
  g.output('residual_out', residualOut, ['n', shape.dModel]);
}

/**
 * The usual block, pre-norm: x' = x + attention(norm(x)), then x' + mlp(norm(x')).
 *
 *     x ──┬────────────────────(+)──┬──────────────(+)──→
 *         └── norm ── attention ┘   └── norm ── mlp ┘
 *
 * No norm stands on the stream itself, so gradients reach the first layer as they leave the last one, and deep models
 * train without a warm-up of the learning rate. Xiong et al. 2020, figure 1b, https://arxiv.org/abs/2002.04745
 */
export function preNormBlock(block: Block, parts: BlockParts): void {
  const { g, residual, changes } = block;
  const attentionIn = parts.attentionNorm(residual);
  const attention = parts.attention(attentionIn);
  noteBlock(g, { attention });
  const attentionOut = changed(g, attention, changes.attention);
  const afterAttention = g.add(residual, attentionOut);
  const mlpOut = changed(g, parts.mlp(parts.mlpNorm(afterAttention)), changes.mlp);
  endBlock(block, { attentionIn, attentionOut, mlpOut, residualOut: g.add(afterAttention, mlpOut) });
}

/**
 * Attention and MLP side by side (shape.parallel): x + attention(norm(x)) + mlp(norm(x)).
 *
 *     x ──┬────────────────────(+)──→
 *         ├── norm ── attention ┤
 *         └── norm ── mlp ──────┘
 *
 * Both read the same stream, so that the MLP cannot use what attention found in its own layer, only what it found in those
 * before. In return both can be computed at once. Black et al. 2022, §2.1, https://arxiv.org/abs/2204.06745
 */
export function parallelBlock(block: Block, parts: BlockParts): void {
  const { g, residual, changes } = block;
  const attentionIn = parts.attentionNorm(residual);
  const attention = parts.attention(attentionIn);
  noteBlock(g, { attention });
  const attentionOut = changed(g, attention, changes.attention);
  const mlpOut = changed(g, parts.mlp(parts.mlpNorm(residual)), changes.mlp);
  endBlock(block, { attentionIn, attentionOut, mlpOut, residualOut: g.add(residual, g.add(attentionOut, mlpOut)) });
}

/** One norm that both halves of a parallel block read. */
export function sharedNorm(normed: Value): Pick<BlockParts, 'attentionNorm' | 'mlpNorm'> {
  return { attentionNorm: () => normed, mlpNorm: () => normed };
}

/**
 * A norm behind each half too (shape.postNorms): x' = x + norm(attention(norm(x))), then x' + norm(mlp(norm(x'))).
 *
 *     x ──┬────────────────────────────(+)──┬──────────────────────(+)──→
 *         └── norm ── attention ── norm ┘   └── norm ── mlp ── norm ┘
 *
 * What is added has a length that was learned, whatever the half returned. That is a difference to whoever explains: what
 * attention returns (attention_out) is not what the stream gets (attention_added). Gemma 2, §2,
 * https://arxiv.org/abs/2408.00118
 */
export function sandwichBlock(block: Block, parts: BlockParts & PostNorms & BlockTail): void {
  const { g, residual, changes, shape } = block;
  const attentionIn = parts.attentionNorm(residual);
  const attention = parts.attention(attentionIn);
  const attentionOut = changed(g, attention, changes.attention);
  const attentionNormed = parts.postAttentionNorm(attentionOut);
  const beside = parts.beside?.(attentionIn);
  if (beside) g.output('beside_added', beside, ['n', shape.dModel]);
  const attentionAdded = beside ? g.add(attentionNormed, beside) : attentionNormed;
  const afterAttention = g.add(residual, attentionAdded);
  const mlpOut = changed(g, parts.mlp(parts.mlpNorm(afterAttention)), changes.mlp);
  const mlpNormed = parts.postMlpNorm(mlpOut);
  const afterMlp = g.add(afterAttention, mlpNormed);
  const more = parts.addedBehind?.(afterMlp);
  const mlpAdded = more ? g.add(mlpNormed, more) : mlpNormed;
  const all = more ? g.add(afterMlp, more) : afterMlp;
  const { streamScale } = parts;
  noteBlock(g, { attention, postNorms: { attention: attentionNormed, mlp: mlpNormed }, streamScale, beside });
  g.output('attention_added', attentionAdded, ['n', shape.dModel]);
  g.output('mlp_added', mlpAdded, ['n', shape.dModel]);
  endBlock(block, { attentionIn, attentionOut, mlpOut, residualOut: streamScale ? g.multiply(all, streamScale) : all });
}

/**
 * The pre-norm block with a factor on what is added: x' = x + factor · attention(norm(x)), then x' + factor · mlp(norm(x')).
 * As behind a norm (shape.postNorms), what a half returns is not what the stream gets.
 */
export function scaledBlock(block: Block, parts: BlockParts, factor: number): void {
  const scaled = (x: Value) => block.w.scaled(x, factor);
  sandwichBlock(block, { ...parts, postAttentionNorm: scaled, postMlpNorm: scaled });
}

/**
 * A block without an MLP: x' = x + mixer(norm(x)). What an MLP does is in the mixer's gate and its wide maps. `mlp_out` is 0.
 */
export function mixerBlock(
  block: Block,
  { attentionNorm, attention: mixer }: Omit<BlockParts, 'mlpNorm' | 'mlp'>,
): void {
  const { g, residual, changes } = block;
  const attentionIn = attentionNorm(residual);
  const attention = mixer(attentionIn);
  noteBlock(g, { attention });
  const attentionOut = changed(g, attention, changes.attention);
  const mlpOut = changed(g, g.multiply(residual, g.scalar(0)), changes.mlp);
  endBlock(block, { attentionIn, attentionOut, mlpOut, residualOut: g.add(g.add(residual, attentionOut), mlpOut) });
}

/** Each [n, d] → [n, d] */
export interface PostNorms {
  postAttentionNorm(x: Value): Value;
  postMlpNorm(x: Value): Value;
}

/** What may stand beside attention, and behind the MLP. */
export interface BlockTail {
  /** Added with what attention adds, and made of what attention reads, too; it is in attention_added. [n, d] → [n, d] */
  beside?(attentionIn: Value): Value;
  /** Added to the stream behind the MLP, of what it is there, and counted to what the MLP adds. [n, d] → [n, d] */
  addedBehind?(x: Value): Value;
  /** The whole stream is multiplied with it, last of all. [1] */
  readonly streamScale?: Value | undefined;
}

/** Each [n, d] → [n, d] */
export interface BlockParts {
  attentionNorm(x: Value): Value;
  attention(x: Value): Value;
  mlpNorm(x: Value): Value;
  mlp(x: Value): Value;
}
