// Falcon. Almazrouei et al. 2023, "The Falcon Series of Open Language Models", https://arxiv.org/abs/2311.16867, §4:
// three generations of one design, told apart by config.json:
//   alibi                       one head of keys and values a head, halves one after the other: GPT-2's block (Falcon-RW)
//   neither                     one for all heads, attention and MLP side by side behind one norm (7B)
//   new_decoder_architecture    one for each group of heads, side by side behind a norm each (40B, 180B)
// One map makes queries, keys and values, sorted by group. Positions are rotary but where scores fall with the distance.

import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { ACTIVATION_NAMES } from '../layers/activations.ts';
import { type Alibi, alibiSlopes, MOST_HEADS } from '../layers/alibi.ts';
import { beginBlock, parallelBlock, preNormBlock, sharedNorm } from '../layers/block.ts';
import { joinedAttention } from '../layers/joinedAttention.ts';
import { layerNormedEnds } from '../layers/layerNormedEnds.ts';
import { plainMlp } from '../layers/mlp.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import { type Sizes, sizesOf, uniformLayers } from '../layers/sizes.ts';
import type { TokenTables } from '../layers/tokenTables.ts';

/** Those of FalconConfig, which are the sizes of Falcon 7B. */
const DEFAULTS = {
  vocab_size: 65_024,
  hidden_size: 4544,
  num_hidden_layers: 32,
  num_attention_heads: 71,
  max_position_embeddings: 2048,
  intermediate_size: 4 * 4544,
};
const OTHER_NAMES = { n_embed: 'hidden_size', num_kv_heads: 'num_key_value_heads' };
const BASE = 'transformer.';
const TABLES: TokenTables = { base: BASE, rows: 'word_embeddings.weight', tied: true };

export const falcon: Architecture = { shape, block, ...layerNormedEnds({ tables: TABLES, norm: 'ln_f', sizes: norm }) };

function shape({ config }: Checkpoint): ModelShape {
  const all = sizesOf(config.withNames(OTHER_NAMES), DEFAULTS);
  const inner = config.size('ffn_hidden_size', 4 * all.dModel);
  const sizes = { ...all, inner, keyValueHeads: keyValueHeads(config, all) };
  config.atMost('num_attention_heads', sizes.heads, 'the most heads expected', MOST_HEADS);
  const pattern = config.flag('alibi', false)
    ? { alibi: roundedAlibi(sizes) }
    : { rotary: rotaryOf(config, sizes, { theta: 10_000 }) };
  const attentionPatterns = uniformLayers(sizes.layers, pattern);
  return { ...sizes, gatedMlp: false, learnedPositions: false, attentionPatterns, parallel: isParallel(config) };
}

function keyValueHeads(config: Config, { heads, keyValueHeads }: Sizes): number {
  if (isNew(config)) return keyValueHeads;
  return config.flag('multi_query', true) ? 1 : heads;
}

function isNew(config: Config): boolean {
  return config.flag('new_decoder_architecture', false);
}

/** Fails with config-unsupported for the new architecture with halves one after the other, which nobody has. */
function isParallel(config: Config): boolean {
  if (isNew(config)) config.mustBe('parallel_attn', true);
  return config.flag('parallel_attn', true);
}

/**
 * How often the biases are added. Hugging Face's eager attention, which all numbers here are held to, adds them to the
 * scores and has them in its mask besides; its fused attention (sdpa) has them in the mask alone.
 */
const TIMES_ADDED = 2;

/**
 * Falcon's biases are computed in bfloat16, of the position and not of the distance, and divided by √d_head as the scores
 * are: at position 301 a slope of ½ comes to 150, not to 150.5.
 */
function roundedAlibi({ heads, dHead }: Sizes): Alibi {
  const rounded = alibiSlopes(heads).map(toBfloat16);
  const scale = TIMES_ADDED / Math.sqrt(dHead);
  return {
    slopes: rounded.map((slope) => slope * scale),
    biasAt: (head, position) => toBfloat16(rounded[head] * toBfloat16(position)) * scale,
  };
}

const bits = new DataView(new ArrayBuffer(4));

/** The nearest number whose float32 has 16 zeros at its end; of two the one that is even. */
function toBfloat16(value: number): number {
  bits.setFloat32(0, value);
  const whole = bits.getUint32(0);
  const odd = (whole >>> 16) & 1;
  bits.setUint32(0, ((whole + 0x7fff + odd) & 0xffff0000) >>> 0);
  return bits.getFloat32(0);
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void {
  const { config } = checkpoint;
  const block = beginBlock(g, { checkpoint, shape, layer, base: BASE, list: 'h' });
  const normed = (x: Value, name: string) => block.w.layerNorm(x, name, norm(config, shape));
  const bias = config.flag('bias', false);
  const names = { joined: 'self_attention.query_key_value', output: 'self_attention.dense' };
  const mlp = { inner: shape.inner, activation: config.choice('activation', ACTIVATION_NAMES, 'gelu'), bias };
  const halves = {
    attention: (x: Value) => joinedAttention(block, x, { names, bias, blocks: shape.keyValueHeads }),
    mlp: (x: Value) => plainMlp(block, x, mlp, { up: 'mlp.dense_h_to_4h', down: 'mlp.dense_4h_to_h' }),
  };
  if (!shape.parallel) {
    const norms = {
      attentionNorm: (x: Value) => normed(x, 'input_layernorm'),
      mlpNorm: (x: Value) => normed(x, 'post_attention_layernorm'),
    };
    preNormBlock(block, { ...norms, ...halves });
  } else if (normsInBlock(config) === 1) {
    parallelBlock(block, { ...sharedNorm(normed(block.residual, 'input_layernorm')), ...halves });
  } else {
    const norms = { attentionNorm: (x: Value) => normed(x, 'ln_attn'), mlpNorm: (x: Value) => normed(x, 'ln_mlp') };
    parallelBlock(block, { ...norms, ...halves });
  }
}

/** Whether halves that stand side by side read one norm or have one each; the 7B generation knows one only. */
function normsInBlock(config: Config): number {
  const most = isNew(config) ? 2 : 1;
  const count = config.size('num_ln_in_parallel_attn', most);
  if (count > most) throw config.unsupported('num_ln_in_parallel_attn', most === 2 ? ['1', '2'] : ['1']);
  return count;
}

function norm(config: Config, { dModel }: ModelShape) {
  return { width: dModel, epsilon: config.positive('layer_norm_epsilon', 1e-5) };
}
