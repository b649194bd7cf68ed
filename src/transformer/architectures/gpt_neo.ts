// GPT-Neo, also TinyStories. Black et al. 2021, https://doi.org/10.5281/zenodo.5297715; Eldan and Li 2023,
// https://arxiv.org/abs/2305.07759: GPT-2's block with three maps in place of one. Every other layer is local and sees
// only the last 256 tokens, as in the sparse transformers of Child et al. 2019 (https://arxiv.org/abs/1904.10509). Scores
// are not divided by √d_head: the weights were trained without, and learned smaller queries and keys in its place.

import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { Architecture, AttentionPattern, ModelShape } from '../architecture.ts';
import { ACTIVATION_NAMES } from '../layers/activations.ts';
import { beginBlock, preNormBlock } from '../layers/block.ts';
import { embedTokensAndPositions } from '../layers/embedding.ts';
import { groupedQueryAttention } from '../layers/groupedQueryAttention.ts';
import { plainMlp } from '../layers/mlp.ts';
import { headTable, type TokenTables, tokenRows } from '../layers/tokenTables.ts';
import { unembedding } from '../layers/unembedding.ts';
import { Weights } from '../layers/weights.ts';

export const gpt_neo: Architecture = { shape, embed, block, unembed };

/** The prefix of all names but the head's. */
const BASE = 'transformer.';
const TABLES: TokenTables = { base: BASE, rows: 'wte.weight', tied: true };

function shape(checkpoint: Checkpoint): ModelShape {
  const config = checkpoint.config.withNames({ num_attention_heads: 'num_heads', num_hidden_layers: 'num_layers' });
  const dModel = config.size('hidden_size', 2048);
  const heads = config.size('num_heads', 16);
  const layers = config.layers('num_layers', 24);
  return {
    layers,
    heads,
    keyValueHeads: heads,
    dModel,
    dHead: config.multiple('hidden_size', dModel, 'num_heads', heads),
    inner: config.size('intermediate_size', 4 * dModel),
    gatedMlp: false,
    vocabSize: config.size('vocab_size', 50_257),
    context: config.size('max_position_embeddings', 2048),
    learnedPositions: true,
    attentionPatterns: patternsOf(config, layers),
  };
}

const ATTENTION = ['global', 'local'] as const;
type Attention = (typeof ATTENTION)[number];

/** attention_layers lists the kind of every layer; older files write it shorter, as attention_types. [layers] */
function patternsOf(config: Config, layers: number): readonly AttentionPattern[] {
  const patterns = { global: {}, local: { window: config.size('window_size', 256) } };
  const listed = config.choices('attention_layers', ATTENTION, layers) ?? repeated(config, layers);
  return listed.map((attention) => patterns[attention]);
}

/**
 * What attention_types stands for: [[['global', 'local'], 2]] → global, local, global, local; without it they take turns.
 * Fails with config-invalid for another number of layers.
 */
function repeated(config: Config, layers: number): readonly Attention[] {
  if (!config.has('attention_types')) return Array.from({ length: layers }, (_, layer) => ATTENTION[layer % 2]);
  return config.parsed('attention_types', `lists of global and local for ${layers} layers`, (value) => {
    const all: Attention[] = [];
    for (const group of Array.isArray(value) ? value : []) {
      const [names, times] = Array.isArray(group) ? group : [];
      if (!Array.isArray(names) || !names.every(isAttention)) return undefined;
      if (!(times >= 0 && all.length + names.length * times <= layers)) return undefined;
      for (let time = 0; time < times; time++) for (const name of names) all.push(name);
    }
    return all.length === layers ? all : undefined;
  });
}

function isAttention(name: unknown): name is Attention {
  return name === 'global' || name === 'local';
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
  const { config } = checkpoint;
  const block = beginBlock(g, { checkpoint, shape, layer, base: BASE, list: 'h' });
  const names = { within: 'attn.attention.', output: 'out_proj' };
  const mlp = {
    inner: shape.inner,
    activation: config.choice('activation_function', ACTIVATION_NAMES, 'gelu_new'),
    bias: true,
  };
  preNormBlock(block, {
    attentionNorm: (x) => block.w.layerNorm(x, 'ln_1', norm(config, shape)),
    attention: (x) => groupedQueryAttention(block, x, { bias: false, outputBias: true, scale: 1, names }),
    mlpNorm: (x) => block.w.layerNorm(x, 'ln_2', norm(config, shape)),
    mlp: (x) => plainMlp(block, x, mlp, { up: 'mlp.c_fc', down: 'mlp.c_proj' }),
  });
}

function unembed(g: Graph, checkpoint: Checkpoint, shape: ModelShape): void {
  const w = Weights.under(BASE, g, checkpoint);
  unembedding(g, shape, {
    norm: (residual) => w.layerNorm(residual, 'ln_f', norm(checkpoint.config, shape)),
    table: headTable(g, checkpoint, shape, TABLES),
  });
}

function norm(config: Config, { dModel }: ModelShape) {
  return { width: dModel, epsilon: config.positive('layer_norm_epsilon', 1e-5) };
}
