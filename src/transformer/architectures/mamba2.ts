// Mamba-2. Dao and Gu 2024, "Transformers are SSMs", https://arxiv.org/abs/2405.21060: no attention at all. Every block is one
// mixer with a state behind a norm, without an MLP, and nothing tells it positions: order is in how states fade. Nothing in
// the model grows with the text, so that no longest text is written down.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { Graph } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { NO_HEADS } from '../layerHeads.ts';
import { ACTIVATION_NAMES } from '../layers/activations.ts';
import { beginBlock, mixerBlock } from '../layers/block.ts';
import { embedTokens } from '../layers/embedding.ts';
import { type MambaSizes, mambaMixer, mambaShape, stepLimits } from '../layers/mambaMixer.ts';
import { uniformLayers } from '../layers/sizes.ts';
import { headTable, type TokenTables, tokenRows } from '../layers/tokenTables.ts';
import { unembedding } from '../layers/unembedding.ts';
import { Weights } from '../layers/weights.ts';

const BASE = 'backbone.';
const TABLES: TokenTables = { base: BASE, rows: 'embeddings.weight', tied: false };
/** Where the panel's measure of the text ends, and memory before it. */
const CONTEXT = 2 ** 20;

export const mamba2: Architecture = { shape, embed, block, unembed };

/** The defaults are those of Mamba2Config. */
function shape({ config }: Checkpoint): ModelShape {
  const layers = config.layers('num_hidden_layers', 64);
  const dModel = config.size('hidden_size', 4096);
  const { state, convolution } = mambaShape(sizesOf(config, dModel));
  return {
    ...{ layers, dModel, ...NO_HEADS },
    inner: 0,
    gatedMlp: false,
    vocabSize: config.size('vocab_size', 32_768),
    context: CONTEXT,
    endless: true,
    learnedPositions: false,
    attentionPatterns: uniformLayers(layers, {}),
    convolutions: Array.from({ length: layers }, () => convolution),
    states: Array.from({ length: layers }, () => state),
  };
}

function sizesOf(config: Config, dModel: number): MambaSizes {
  const heads = config.size('num_heads', 128);
  const dHead = config.size('head_dim', 64);
  const inner = config.positive('expand', 2) * dModel;
  if (heads * dHead !== inner)
    throw config.invalid('num_heads', `${heads} heads of ${dHead} are not expand · hidden_size = ${inner}`);
  const groups = config.size('n_groups', 8);
  config.multiple('num_heads', heads, 'n_groups', groups);
  return {
    dModel,
    heads,
    dHead,
    groups,
    dState: config.size('state_size', 128),
    kernel: config.size('conv_kernel', 4),
  };
}

function embed(g: Graph, checkpoint: Checkpoint, shape: ModelShape): void {
  embedTokens(g, tokenRows(g, checkpoint, shape, TABLES), shape.dModel, 1);
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void {
  const block = beginBlock(g, { checkpoint, shape, layer, base: BASE, list: 'layers' });
  const { w, config } = block;
  const { dModel } = shape;
  const epsilon = epsilonOf(config);
  mixerBlock(block, {
    attentionNorm: (x) => w.rmsNorm(x, 'norm', { width: dModel, epsilon }),
    attention: (x) =>
      mambaMixer(block, x, 'mixer', {
        sizes: sizesOf(config, dModel),
        activation: config.choice('hidden_act', ACTIVATION_NAMES, 'silu'),
        mapBias: config.flag('use_bias', false),
        convolutionBias: config.flag('use_conv_bias', true),
        steps: stepLimits(config),
        epsilon,
      }),
  });
}

function unembed(g: Graph, checkpoint: Checkpoint, shape: ModelShape): void {
  const w = Weights.under(BASE, g, checkpoint);
  unembedding(g, shape, {
    norm: (x) => w.rmsNorm(x, 'norm_f', { width: shape.dModel, epsilon: epsilonOf(checkpoint.config) }),
    table: headTable(g, checkpoint, shape, TABLES),
  });
}

function epsilonOf(config: Config): number {
  return config.positive('layer_norm_epsilon', 1e-5);
}
