// Phi-1.5 and Phi-2. Li et al. 2023, "Textbooks Are All You Need II", https://arxiv.org/abs/2309.05463:
//   x' = x + attention(norm(x)) + mlp(norm(x))
// One layer norm for both halves, which run side by side as in GPT-J; biases everywhere, the output table included; half of
// each head is rotated by position. The other half of each query and key matches by content alone, at any distance. The
// family learned from text that other models wrote, in the manner of textbooks.

import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { ACTIVATION_NAMES } from '../layers/activations.ts';
import { type Block, beginBlock, parallelBlock, sharedNorm } from '../layers/block.ts';
import { groupedQueryAttention } from '../layers/groupedQueryAttention.ts';
import { layerNormedEnds } from '../layers/layerNormedEnds.ts';
import { plainMlp } from '../layers/mlp.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import { sizesOf, uniformLayers } from '../layers/sizes.ts';
import type { TokenTables } from '../layers/tokenTables.ts';

/** Those of PhiConfig, which are the sizes of Phi-1.5. */
const DEFAULTS = {
  vocab_size: 51_200,
  hidden_size: 2048,
  num_hidden_layers: 24,
  num_attention_heads: 32,
  intermediate_size: 8192,
  max_position_embeddings: 2048,
};
const BASE = 'model.';
const TABLES: TokenTables = { base: BASE, rows: 'embed_tokens.weight', tied: false };

export const phi: Architecture = {
  shape,
  block,
  ...layerNormedEnds({ tables: TABLES, norm: 'final_layernorm', sizes: ofStream, headBias: true }),
};

function shape({ config }: Checkpoint): ModelShape {
  const sizes = sizesOf(config, DEFAULTS);
  const rotary = rotaryOf(config, sizes, { theta: 10_000, share: 0.5 });
  return {
    ...sizes,
    gatedMlp: false,
    learnedPositions: false,
    attentionPatterns: uniformLayers(sizes.layers, { rotary }),
    parallel: true,
  };
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void {
  const { config } = checkpoint;
  const block = beginBlock(g, { checkpoint, shape, layer, base: BASE, list: 'layers' });
  const normed = block.w.layerNorm(block.residual, 'input_layernorm', ofStream(config, shape));
  const mlp = {
    inner: shape.inner,
    activation: config.choice('hidden_act', ACTIVATION_NAMES, 'gelu_new'),
    bias: true,
  };
  parallelBlock(block, {
    ...sharedNorm(normed),
    attention: (x) => attention(block, x),
    mlp: (x) => plainMlp(block, x, mlp, { up: 'mlp.fc1', down: 'mlp.fc2' }),
  });
}

function attention(block: Block, x: Value): Value {
  const { w, config, shape } = block;
  const names = { within: 'self_attn.', output: 'dense' };
  if (!config.flag('qk_layernorm', false)) return groupedQueryAttention(block, x, { bias: true, names });
  const ofHead = norm(config, shape.dHead);
  const normEach = (heads: Value, name: string) =>
    w.layerNorm(heads, `self_attn.${name === 'q_norm' ? 'q_layernorm' : 'k_layernorm'}`, ofHead);
  return groupedQueryAttention(block, x, { bias: true, names, normEach });
}

function ofStream(config: Config, { dModel }: ModelShape) {
  return norm(config, dModel);
}

/** A layer norm's sizes; those on queries and keys are as wide as a head. */
function norm(config: Config, width: number) {
  return { width, epsilon: config.positive('layer_norm_eps', 1e-5) };
}
