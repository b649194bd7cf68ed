// MPT. MosaicML 2023, https://www.databricks.com/blog/mpt-7b: BLOOM's way with positions (scores fall with the distance) in
// GPT-2's block, without a bias anywhere, also in its layer norms. Queries, keys and values may be clipped, which kept the
// larger models from diverging in training.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import { Config } from '../../checkpoint/config.ts';
import type { Graph } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { alibiOf, MOST_HEADS } from '../layers/alibi.ts';
import { beginBlock, preNormBlock } from '../layers/block.ts';
import { joinedAttention } from '../layers/joinedAttention.ts';
import { layerNormedEnds } from '../layers/layerNormedEnds.ts';
import { plainMlp } from '../layers/mlp.ts';
import { uniformLayers } from '../layers/sizes.ts';
import type { TokenTables } from '../layers/tokenTables.ts';

const OTHER_NAMES = { hidden_size: 'd_model', num_attention_heads: 'n_heads', num_hidden_layers: 'n_layers' };
const BASE = 'transformer.';
const TABLES: TokenTables = { base: BASE, rows: 'wte.weight', tied: true };

export const mpt: Architecture = {
  shape,
  block,
  ...layerNormedEnds({ tables: TABLES, norm: 'norm_f', sizes: norm, kind: 'layerNormWithoutBias' }),
};

function shape(checkpoint: Checkpoint): ModelShape {
  const config = checkpoint.config.withNames(OTHER_NAMES);
  refuseOtherParts(checkpoint);
  const dModel = config.size('d_model', 2048);
  const heads = config.atMost('n_heads', config.size('n_heads', 16), 'the most heads expected', MOST_HEADS);
  const layers = config.layers('n_layers', 24);
  return {
    layers,
    heads,
    keyValueHeads: heads,
    dModel,
    dHead: config.multiple('d_model', dModel, 'n_heads', heads),
    inner: 4 * dModel,
    gatedMlp: false,
    vocabSize: config.size('vocab_size', 50_368),
    context: config.size('max_seq_len', 2048),
    learnedPositions: false,
    attentionPatterns: uniformLayers(layers, { alibi: alibiOf(heads) }),
  };
}

/** Parts of MosaicML's own code that Hugging Face's has not: it passes over the keys, and over the weights. */
const OTHER_PARTS = {
  alibi: 'wpe.weight',
  qk_ln: 'blocks.0.attn.q_ln.weight',
  no_bias: 'blocks.0.attn.Wqkv.bias',
};

/** Refuses files with weights that would not be used, and other kinds of attention and norm. */
function refuseOtherParts({ config, tensors }: Checkpoint): void {
  const attention = attentionConfig(config);
  attention.choice('attn_type', ['multihead_attention'], 'multihead_attention');
  config.choice('norm_type', ['low_precision_layernorm', 'layernorm'], 'low_precision_layernorm');
  for (const [key, tensor] of Object.entries(OTHER_PARTS)) {
    if (!tensors.has(BASE + tensor) && !tensors.has(tensor)) continue;
    throw (key === 'no_bias' ? config : attention).unsupported(key, [String(key !== 'qk_ln')]);
  }
}

function attentionConfig(config: Config): Config {
  return config.section('attn_config') ?? new Config(config.file, {});
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void {
  const { config } = checkpoint;
  const block = beginBlock(g, { checkpoint, shape, layer, base: BASE, list: 'blocks' });
  const attentionKeys = attentionConfig(config);
  const attention = {
    names: { joined: 'attn.Wqkv', output: 'attn.out_proj' },
    bias: false,
    blocks: 1,
    scale: attentionKeys.positiveOrNone('softmax_scale'),
    clip: attentionKeys.positiveOrNone('clip_qkv'),
  };
  const mlp = { inner: shape.inner, activation: 'gelu', bias: false } as const;
  preNormBlock(block, {
    attentionNorm: (x) => block.w.layerNormWithoutBias(x, 'norm_1', norm(config, shape)),
    attention: (x) => joinedAttention(block, x, attention),
    mlpNorm: (x) => block.w.layerNormWithoutBias(x, 'norm_2', norm(config, shape)),
    mlp: (x) => plainMlp(block, x, mlp, { up: 'ffn.up_proj', down: 'ffn.down_proj' }),
  });
}

function norm(config: Config, { dModel }: ModelShape) {
  return { width: dModel, epsilon: config.positive('layer_norm_epsilon', 1e-5) };
}
