// OPT. Zhang et al. 2022, "OPT: Open Pre-trained Transformer Language Models", https://arxiv.org/abs/2205.01068: GPT-2's
// block with ReLU and three maps in place of one; the table of positions has two rows in front that are never used, left
// over from padding. The one of 350M differs: its norms stand behind the addition of each half, as in the first
// Transformer (Vaswani et al. 2017, §3.1), there is none at the end, and its embeddings are narrower than the stream.

import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { ACTIVATION_NAMES } from '../layers/activations.ts';
import { beginBlock, preNormBlock } from '../layers/block.ts';
import { embedTokensAndPositions } from '../layers/embedding.ts';
import { groupedQueryAttention } from '../layers/groupedQueryAttention.ts';
import { plainMlp } from '../layers/mlp.ts';
import { postNormBlock } from '../layers/postNormBlock.ts';
import { sizesOf, uniformLayers } from '../layers/sizes.ts';
import { headTable, type TokenTables, tokenRows } from '../layers/tokenTables.ts';
import { unembedding } from '../layers/unembedding.ts';
import { Weights } from '../layers/weights.ts';

export const opt: Architecture = { shape, embed, block, unembed };

/** Those of OPTConfig, which are the sizes of OPT 125M. */
const DEFAULTS = {
  vocab_size: 50_272,
  hidden_size: 768,
  num_hidden_layers: 12,
  num_attention_heads: 12,
  max_position_embeddings: 2048,
  intermediate_size: 3072,
};
const BASE = 'model.';
const TABLES: TokenTables = { base: BASE, rows: 'decoder.embed_tokens.weight', tied: true };
/** The table of positions begins with two rows for padding: position 0 has row 2. */
const FIRST_POSITION = 2;

function shape({ config }: Checkpoint): ModelShape {
  config.mustBe('layer_norm_elementwise_affine', true);
  const sizes = sizesOf(config, DEFAULTS);
  const embeddingWidth = config.size('word_embed_proj_dim', sizes.dModel);
  const inner = config.size('ffn_dim', DEFAULTS.intermediate_size);
  const attentionPatterns = uniformLayers(sizes.layers, {});
  return { ...sizes, inner, gatedMlp: false, embeddingWidth, learnedPositions: true, attentionPatterns };
}

function embed(g: Graph, checkpoint: Checkpoint, shape: ModelShape): void {
  const { dModel, context, embeddingWidth: width = dModel } = shape;
  const w = decoder(g, checkpoint);
  const tables = {
    tokens: (ids: Value) => {
      const narrow = tokenRows(g, checkpoint, shape, { ...TABLES, width })(ids); // [n, width]
      return width === dModel ? narrow : w.linear(narrow, 'project_in', { from: width, to: dModel, bias: false });
    },
    positions: (positions: Value) => {
      const rows = g.add(positions, g.integers([FIRST_POSITION]));
      return w.rows('embed_positions.weight', [context + FIRST_POSITION, dModel], rows);
    },
  };
  embedTokensAndPositions(g, tables, dModel);
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void {
  const { config } = checkpoint;
  const block = beginBlock(g, { checkpoint, shape, layer, base: BASE, list: 'decoder.layers' });
  const bias = config.flag('enable_bias', true);
  const names = { within: 'self_attn.', output: 'out_proj' };
  const mlp = {
    inner: shape.inner,
    activation: config.choice('activation_function', ACTIVATION_NAMES, 'relu'),
    bias,
  };
  const arrange = normsBefore(config) ? preNormBlock : postNormBlock;
  arrange(block, {
    attentionNorm: (x) => block.w.layerNorm(x, 'self_attn_layer_norm', norm(shape)),
    attention: (x) => groupedQueryAttention(block, x, { bias, names }),
    mlpNorm: (x) => block.w.layerNorm(x, 'final_layer_norm', norm(shape)),
    mlp: (x) => plainMlp(block, x, mlp, { up: 'fc1', down: 'fc2' }),
  });
}

function unembed(g: Graph, checkpoint: Checkpoint, shape: ModelShape): void {
  const { config } = checkpoint;
  const w = decoder(g, checkpoint);
  const { embeddingWidth: width = shape.dModel } = shape;
  const hasNorm = normsBefore(config) && !config.flag('_remove_final_layer_norm', false);
  unembedding(g, shape, {
    norm: (residual) => {
      const normed = hasNorm ? w.layerNorm(residual, 'final_layer_norm', norm(shape)) : g.same(residual);
      const narrow = { from: shape.dModel, to: width, bias: false };
      return width === shape.dModel ? normed : w.linear(normed, 'project_out', narrow); // [n, width]
    },
    normedWidth: width,
    table: headTable(g, checkpoint, shape, { ...TABLES, width }),
  });
}

function decoder(g: Graph, checkpoint: Checkpoint): Weights {
  return Weights.under(BASE, g, checkpoint).in('decoder.');
}

/** All but OPT 350M. */
function normsBefore(config: Config): boolean {
  return config.flag('do_layer_norm_before', true);
}

function norm({ dModel }: ModelShape) {
  return { width: dModel, epsilon: 1e-5 };
}
