// GPT-2. Radford et al. 2019, "Language Models are Unsupervised Multitask Learners", §2.3:
//   x_0 = W_e[ids] + W_p[positions]
//   x' = x + attention(norm(x)), then x' + mlp(norm(x')), for each block
//   logits = norm(x_L) W_eᵀ
// Positions are learned, each norm is a layer norm with a bias and stands before its half, the MLP is four times as wide
// as the stream and has GELU, one map makes queries, keys and values, and the output table is the input table. Its linear
// maps are stored as [in, out] (Conv1D), the other way round than everybody else's. Most later models are described by
// what they do otherwise.

import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { ACTIVATION_NAMES, ACTIVATIONS } from '../layers/activations.ts';
import { attend, splitHeads } from '../layers/attention.ts';
import { type Block, beginBlock, preNormBlock } from '../layers/block.ts';
import { embedTokensAndPositions } from '../layers/embedding.ts';
import { uniformLayers } from '../layers/sizes.ts';
import { headTable, type TokenTables, tokenRows } from '../layers/tokenTables.ts';
import { unembedding } from '../layers/unembedding.ts';
import { Weights } from '../layers/weights.ts';

export const gpt2: Architecture = { shape, embed, block, unembed };

/** GPT-2's names for the usual keys. */
const OTHER_NAMES = {
  hidden_size: 'n_embd',
  num_attention_heads: 'n_head',
  num_hidden_layers: 'n_layer',
  max_position_embeddings: 'n_positions',
};

/** The prefix of all names but the head's; OpenAI's own files leave it out. */
const BASE = 'transformer.';
const TABLES: TokenTables = { base: BASE, rows: 'wte.weight', tied: true };

function shape(checkpoint: Checkpoint): ModelShape {
  const config = checkpoint.config.withNames(OTHER_NAMES);
  const dModel = config.size('n_embd', 768);
  const heads = config.size('n_head', 12);
  const layers = config.layers('n_layer', 12);
  return {
    layers,
    heads,
    keyValueHeads: heads,
    dModel,
    dHead: config.multiple('n_embd', dModel, 'n_head', heads),
    inner: config.size('n_inner', 4 * dModel),
    gatedMlp: false,
    vocabSize: config.size('vocab_size', 50257),
    context: config.size('n_positions', 1024),
    learnedPositions: true,
    attentionPatterns: uniformLayers(layers, {}),
  };
}

function embed(g: Graph, checkpoint: Checkpoint, shape: ModelShape): void {
  const w = Weights.under(BASE, g, checkpoint);
  const tables = {
    tokens: tokenRows(g, checkpoint, shape, TABLES),
    positions: (positions: Value) => w.rows('wpe.weight', [shape.context, shape.dModel], positions),
  };
  embedTokensAndPositions(g, tables, shape.dModel);
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void {
  const block = beginBlock(g, { checkpoint, shape, layer, base: BASE, list: 'h' });
  const norm = gpt2Norm(checkpoint.config, shape);
  preNormBlock(block, {
    attentionNorm: (x) => block.w.layerNorm(x, 'ln_1', norm), // [n, d], as all four
    attention: (x) => attention(block, x),
    mlpNorm: (x) => block.w.layerNorm(x, 'ln_2', norm),
    mlp: (x) => mlp(block, x),
  });
}

/** Multi-head attention: every head reads d_head of the joined map's queries, keys and values. [n, d] → [n, d] */
function attention({ g, w, config, shape, layer, inputs }: Block, x: Value): Value {
  const { dModel, heads, dHead } = shape;
  const joined = w.conv1d(x, 'attn.c_attn', { from: dModel, to: 3 * dModel }); // [n, 3 d]
  const [queries, keys, values] = g.split(joined, 3, -1).map((part) => splitHeads(g, part, heads, dHead)); // [heads, n, d_head]
  const scale = scoreScale(config, dHead, layer);
  const mixed = attend(g, { queries, made: { keys, values }, scale, sizes: shape }, inputs); // [n, d]
  return w.conv1d(mixed, 'attn.c_proj', { from: dModel, to: dModel });
}

/** W_proj gelu(W_fc x + b_fc) + b_proj, each token by itself, four times as wide in the middle. [n, d] → [n, d] */
function mlp({ g, w, config, shape: { dModel, inner } }: Block, x: Value): Value {
  const activation = ACTIVATIONS[config.choice('activation_function', ACTIVATION_NAMES, 'gelu_new')];
  const hidden = w.conv1d(x, 'mlp.c_fc', { from: dModel, to: inner }); // [n, inner]
  const active = activation(g, hidden);
  g.output('mlp_hidden', active, ['n', inner]);
  return w.conv1d(active, 'mlp.c_proj', { from: inner, to: dModel });
}

function unembed(g: Graph, checkpoint: Checkpoint, shape: ModelShape): void {
  const w = Weights.under(BASE, g, checkpoint);
  unembedding(g, shape, {
    norm: (residual) => w.layerNorm(residual, 'ln_f', gpt2Norm(checkpoint.config, shape)),
    table: headTable(g, checkpoint, shape, TABLES),
  });
}

export function gpt2Norm(config: Config, { dModel }: ModelShape) {
  return { width: dModel, epsilon: config.positive('layer_norm_epsilon', 1e-5) };
}

/**
 * The factor of the scores, 1 / √d_head, with the two switches of config.json. Mistral's GPT-2 retrainings divide by the
 * number of the layer besides, so that half precision does not overflow in training.
 */
function scoreScale(config: Config, dHead: number, layer: number): number {
  const byWidth = config.flag('scale_attn_weights', true) ? 1 / Math.sqrt(dHead) : 1;
  return config.flag('scale_attn_by_inverse_layer_idx', false) ? byWidth / (layer + 1) : byWidth;
}
