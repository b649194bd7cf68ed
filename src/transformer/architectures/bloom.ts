// BLOOM. BigScience Workshop 2022, "BLOOM: A 176B-Parameter Open-Access Multilingual Language Model",
// https://arxiv.org/abs/2211.05100, §3.2: GPT-2's block with scores that fall with the distance (ALiBi) in place of learned
// positions, a norm behind the embedding that made training stable, and a joined map that is sorted by head, as in
// GPT-NeoX. Since no position was learned, none is the last: a text may be longer than any in training.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { alibiOf, MOST_HEADS } from '../layers/alibi.ts';
import { type Block, type BlockParts, beginBlock, changed, endBlock, preNormBlock } from '../layers/block.ts';
import { embedTokens } from '../layers/embedding.ts';
import { joinedAttention } from '../layers/joinedAttention.ts';
import { layerNormedEnds } from '../layers/layerNormedEnds.ts';
import { plainMlp } from '../layers/mlp.ts';
import { noteBlock } from '../layers/readout.ts';
import { uniformLayers } from '../layers/sizes.ts';
import { type TokenTables, tokenRows } from '../layers/tokenTables.ts';
import { Weights } from '../layers/weights.ts';

const OTHER_NAMES = { num_hidden_layers: 'n_layer', num_attention_heads: 'n_head', n_embed: 'hidden_size' };
const BASE = 'transformer.';
const TABLES: TokenTables = { base: BASE, rows: 'word_embeddings.weight', tied: true };

export const bloom: Architecture = {
  shape,
  block,
  ...layerNormedEnds({ tables: TABLES, norm: 'ln_f', sizes: norm }),
  embed,
};

/** Of BLOOM's training. Its configuration class has no longest text. */
const CONTEXT = 2048;

function shape(checkpoint: Checkpoint): ModelShape {
  const config = checkpoint.config.withNames(OTHER_NAMES);
  const dModel = config.size('hidden_size', 64);
  const heads = config.atMost('n_head', config.size('n_head', 8), 'the most heads expected', MOST_HEADS);
  const layers = config.layers('n_layer', 2);
  return {
    layers,
    heads,
    keyValueHeads: heads,
    dModel,
    dHead: config.multiple('hidden_size', dModel, 'n_head', heads),
    inner: 4 * dModel,
    gatedMlp: false,
    vocabSize: config.size('vocab_size', 250_880),
    context: config.size('seq_length', CONTEXT),
    learnedPositions: false,
    attentionPatterns: uniformLayers(layers, { alibi: alibiOf(heads) }),
  };
}

function embed(g: Graph, checkpoint: Checkpoint, shape: ModelShape): void {
  const w = Weights.under(BASE, g, checkpoint);
  const rows = tokenRows(g, checkpoint, shape, TABLES);
  const normed = (ids: Value) => w.layerNorm(rows(ids), 'word_embeddings_layernorm', norm(checkpoint.config, shape));
  embedTokens(g, normed, shape.dModel);
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void {
  const { config } = checkpoint;
  const block = beginBlock(g, { checkpoint, shape, layer, base: BASE, list: 'h' });
  const names = { joined: 'self_attention.query_key_value', output: 'self_attention.dense' };
  const outputBias = !inSlices(config);
  const mlp = { inner: shape.inner, activation: 'gelu_new', bias: true, outputBias } as const;
  const arrange = config.flag('apply_residual_connection_post_layernorm', false) ? normedStreamBlock : preNormBlock;
  arrange(block, {
    attentionNorm: (x) => block.w.layerNorm(x, 'input_layernorm', norm(config, shape)),
    attention: (x) => joinedAttention(block, x, { names, bias: true, outputBias, blocks: shape.heads }),
    mlpNorm: (x) => block.w.layerNorm(x, 'post_attention_layernorm', norm(config, shape)),
    mlp: (x) => plainMlp(block, x, mlp, { up: 'mlp.dense_h_to_4h', down: 'mlp.dense_4h_to_h' }),
  });
}

/**
 * Whether the last map of each half is computed slice by slice, as it was on several processors in training: the same
 * product in another order, to which Hugging Face's code then adds no bias.
 */
function inSlices(config: Config): boolean {
  return config.size('pretraining_tp', 1) > 1 && config.flag('slow_but_exact', false);
}

/**
 * Halves are added to what their norms make of the stream: y = norm(x), x' = y + attention(y), then z + mlp(z) with
 * z = norm(x').
 *
 *     x ── norm ──┬────────────(+)── norm ──┬──────(+)──→
 *                 └── attention ┘           └── mlp ┘
 */
function normedStreamBlock(block: Block, parts: BlockParts): void {
  const { g, residual, changes } = block;
  const attentionIn = parts.attentionNorm(residual);
  const attention = parts.attention(attentionIn);
  const attentionOut = changed(g, attention, changes.attention);
  const mlpIn = parts.mlpNorm(g.add(attentionIn, attentionOut));
  const mlpOut = changed(g, parts.mlp(mlpIn), changes.mlp);
  noteBlock(g, { attention, normsBefore: { attention: attentionIn, mlp: mlpIn } });
  endBlock(block, { attentionIn, attentionOut, mlpOut, residualOut: g.add(mlpIn, mlpOut) });
}

function norm(config: Config, { dModel }: ModelShape) {
  return { width: dModel, epsilon: config.positive('layer_norm_epsilon', 1e-5) };
}
