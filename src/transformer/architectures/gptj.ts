// GPT-J. Wang and Komatsuzaki 2021, https://github.com/kingoflolz/mesh-transformer-jax:
//   x' = x + attention(norm(x)) + mlp(norm(x))
// One layer norm for both halves, which run side by side. The first rotary_dim components of each head are rotated in
// pairs of neighbours, (0, 1), (2, 3), …, where most others pair the first half with the second: of heads of 256 the first
// 64 components are rotated, the other 192 match by content alone. Attention has no biases, the MLP and the output table
// have.

import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { ACTIVATION_NAMES } from '../layers/activations.ts';
import { type Block, beginBlock, parallelBlock, sharedNorm } from '../layers/block.ts';
import { groupedQueryAttention } from '../layers/groupedQueryAttention.ts';
import { layerNormedEnds } from '../layers/layerNormedEnds.ts';
import { plainMlp } from '../layers/mlp.ts';
import { MAX_HEAD, unscaled } from '../layers/ropeScaling.ts';
import { uniformLayers } from '../layers/sizes.ts';
import type { TokenTables } from '../layers/tokenTables.ts';

/** GPT-2's names for the usual keys. */
const OTHER_NAMES = {
  hidden_size: 'n_embd',
  num_attention_heads: 'n_head',
  num_hidden_layers: 'n_layer',
  max_position_embeddings: 'n_positions',
};

/** The prefix of all names but the head's. */
const BASE = 'transformer.';
const TABLES: TokenTables = { base: BASE, rows: 'wte.weight', tied: false };

export const gptj: Architecture = {
  shape,
  block: gptjBlock(attention),
  ...layerNormedEnds({ tables: TABLES, norm: 'ln_f', sizes: norm, headBias: true }),
};

function shape(checkpoint: Checkpoint): ModelShape {
  const config = checkpoint.config.withNames(OTHER_NAMES);
  const dModel = config.size('n_embd', 4096);
  const heads = config.size('n_head', 16);
  const layers = config.layers('n_layer', 28);
  const dHead = config.multiple('n_embd', dModel, 'n_head', heads);
  const width = rotaryWidth(config, dHead);
  const rotary = { width, pairs: 'neighbours', ...unscaled({ theta: 10_000, width }) } as const;
  return {
    layers,
    heads,
    keyValueHeads: heads,
    dModel,
    dHead,
    inner: config.size('n_inner', 4 * dModel),
    gatedMlp: false,
    vocabSize: config.size('vocab_size', 50_400),
    context: config.size('n_positions', 2048),
    learnedPositions: false,
    attentionPatterns: uniformLayers(layers, { rotary }),
    parallel: true,
  };
}

/**
 * How many components of each head are rotated. null means all of the model's width to Hugging Face's code, which no head
 * has, and is refused. Fails with config-unsupported and config-invalid.
 */
function rotaryWidth(config: Config, dHead: number): number {
  if (config.mentions('rotary_dim') && !config.has('rotary_dim')) throw config.unsupported('rotary_dim', ['a number']);
  const width = config.atMost('rotary_dim', config.size('rotary_dim', 64), 'the width of a head', dHead);
  config.atMost('rotary_dim', width, 'the widest head expected', MAX_HEAD);
  config.multiple('rotary_dim', width, 'pairs', 2);
  return width;
}

/** The block of GPT-J, and of CodeGen with its own attention. */
export function gptjBlock(attention: (block: Block, x: Value) => Value): Architecture['block'] {
  return (g, checkpoint, shape, layer) => {
    const { config } = checkpoint;
    const block = beginBlock(g, { checkpoint, shape, layer, base: BASE, list: 'h' });
    const normed = block.w.layerNorm(block.residual, 'ln_1', norm(config, shape));
    const mlp = {
      inner: shape.inner,
      activation: config.choice('activation_function', ACTIVATION_NAMES, 'gelu_new'),
      bias: true,
    };
    parallelBlock(block, {
      ...sharedNorm(normed),
      attention: (x) => attention(block, x),
      mlp: (x) => plainMlp(block, x, mlp, { up: 'mlp.fc_in', down: 'mlp.fc_out' }),
    });
  };
}

function attention(block: Block, x: Value): Value {
  return groupedQueryAttention(block, x, { bias: false, names: { within: 'attn.', output: 'out_proj' } });
}

function norm(config: Config, { dModel }: ModelShape) {
  return { width: dModel, epsilon: config.positive('layer_norm_epsilon', 1e-5) };
}
