// LFM2. Liquid AI 2025, "LFM2 Technical Report", https://arxiv.org/abs/2511.23404: most layers have no attention but a
// gated short convolution, which reads a token and the two before it at a cost that does not grow with the text:
//   (b, c, x) = W_in z,  y = W_out (c ⊙ conv(b ⊙ x))
// What goes into the convolution and what comes out of it is decided by the token itself, as in an MLP with a gate. Every
// few layers grouped-query attention carries what stands further away. Block and MLP are Llama's, under other names.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { NO_HEADS } from '../layerHeads.ts';
import { type Block, beginBlock, preNormBlock } from '../layers/block.ts';
import { groupedQueryAttention } from '../layers/groupedQueryAttention.ts';
import { gatedMlp } from '../layers/mlp.ts';
import { noteMixer } from '../layers/readout.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import { shortConvolution } from '../layers/shortConvolution.ts';
import { sizesOf } from '../layers/sizes.ts';
import { familyEnds, familyNorm } from '../llamaFamily.ts';

/** Those of Lfm2Config. */
const DEFAULTS = {
  vocab_size: 65_536,
  hidden_size: 2560,
  intermediate_size: 12_288,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  max_position_embeddings: 128_000,
  rms_norm_eps: 1e-5,
  rope_theta: 1_000_000,
  tie_word_embeddings: true,
};

/** Names of Liquid's own files, and the one of LFM2's norm. */
const OTHER_NAMES = {
  norm_eps: 'rms_norm_eps',
  block_ff_dim: 'intermediate_size',
  tie_embedding: 'tie_word_embeddings',
};

const ends = familyEnds(DEFAULTS, { finalNorm: 'embedding_norm' });

export const lfm2: Architecture = {
  shape,
  block,
  embed: (g, checkpoint, shape) => ends.embed(g, named(checkpoint), shape),
  unembed: (g, checkpoint, shape) => ends.unembed(g, named(checkpoint), shape),
};

function shape(checkpoint: Checkpoint): ModelShape {
  const { config } = named(checkpoint);
  const sizes = sizesOf(config, DEFAULTS);
  const types = typesOf(config, sizes.layers);
  const convolution = { kernel: config.size('conv_L_cache', 3), channels: sizes.dModel };
  const attention = { rotary: rotaryOf(config, sizes, { theta: DEFAULTS.rope_theta }) };
  const none = {};
  return {
    ...sizes,
    inner: innerOf(config, sizes.inner),
    gatedMlp: true,
    learnedPositions: false,
    attentionPatterns: types.map((type) => (type === 'conv' ? none : attention)),
    layerHeads: types.map((type) => (type === 'conv' ? NO_HEADS : sizes)),
    convolutions: types.map((type) => (type === 'conv' ? convolution : undefined)),
  };
}

function block(g: Graph, opened: Checkpoint, shape: ModelShape, layer: number): void {
  const checkpoint = named(opened);
  const block = beginBlock(g, { checkpoint, shape, layer, base: 'model.', list: 'layers' });
  const norm = familyNorm(block, DEFAULTS);
  preNormBlock(block, {
    attentionNorm: (x) => norm(x, 'operator_norm'),
    attention: (x) => (block.convolution ? gatedConvolution(block, x) : attention(block, x)),
    mlpNorm: (x) => norm(x, 'ffn_norm'),
    mlp: (x) => gatedMlp(block, x, { inner: shape.inner, activation: 'silu', bias: false }, MLP),
  });
}

const MLP = { gate: 'feed_forward.w1', up: 'feed_forward.w3', down: 'feed_forward.w2' };

function attention(block: Block, x: Value): Value {
  const norm = familyNorm(block, DEFAULTS);
  const norms = { q_norm: 'self_attn.q_layernorm', k_norm: 'self_attn.k_layernorm' };
  return groupedQueryAttention(block, x, {
    bias: false,
    names: { within: 'self_attn.', output: 'out_proj' },
    normEach: (heads, name) => norm(heads, norms[name], block.sizes.dHead),
  });
}

/** [n, d] → [n, d]. Output `convolution_gates`, c, what multiplies the convolution's sum on its way to W_out. */
function gatedConvolution(block: Block, x: Value): Value {
  const { g, w, config, shape } = block;
  const { dModel } = shape;
  const bias = config.flag('conv_bias', false);
  const [before, behind, read] = g.split(w.linear(x, 'conv.in_proj', { from: dModel, to: 3 * dModel, bias }), 3, -1);
  const mixed = shortConvolution(block, g.multiply(before, read), 'conv.conv', bias);
  g.output('convolution_gates', g.same(behind), ['n', dModel]);
  const out = w.linear(g.multiply(behind, mixed), 'conv.out_proj', { from: dModel, to: dModel, bias });
  noteMixer(g, { out, bias: bias ? w.tensor('conv.conv.bias', [dModel]) : undefined });
  return out;
}

/** Two thirds of what config.json says, rounded up to a multiple, where it says that for an MLP without a gate. */
function innerOf(config: Config, written: number): number {
  if (!config.flag('block_auto_adjust_ff_dim', true)) return written;
  const multiple = config.size('block_multiple_of', 256);
  const factor = config.positiveOrNone('block_ffn_dim_multiplier', 1) ?? 1;
  return multiple * Math.ceil(Math.floor(factor * Math.floor((2 * written) / 3)) / multiple);
}

/** The kind of each layer. Without layer_types, full_attn_idxs lists those with attention, which are all if it is absent. */
function typesOf(config: Config, layers: number): readonly ('conv' | 'full_attention')[] {
  const listed = config.choices('layer_types', ['conv', 'full_attention'] as const, layers);
  if (listed) return listed;
  const full = config.indices('full_attn_idxs');
  return Array.from({ length: layers }, (_, layer) => (full?.includes(layer) === false ? 'conv' : 'full_attention'));
}

function named(checkpoint: Checkpoint): Checkpoint {
  return { ...checkpoint, config: checkpoint.config.withNames(OTHER_NAMES) };
}
