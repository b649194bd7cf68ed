// GLM-4. GLM Team 2024, "ChatGLM: A Family of Large Language Models from GLM-130B to GLM-4 All Tools",
// https://arxiv.org/abs/2406.12793, §2: Llama with biases on queries, keys and values alone, with half of each head rotated
// in pairs of neighbours, and with gate and up of the MLP as one joined map.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { type Block, beginBlock, preNormBlock } from '../layers/block.ts';
import { groupedQueryAttention } from '../layers/groupedQueryAttention.ts';
import { joinedGatedMlp } from '../layers/mlp.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import { familyEnds, familyMlp, familyNorm, shapeWith } from '../llamaFamily.ts';

/** Those of GlmConfig and Glm4Config, which are the sizes of GLM-4 9B. */
export const GLM_DEFAULTS = {
  vocab_size: 151_552,
  hidden_size: 4096,
  intermediate_size: 13_696,
  num_hidden_layers: 40,
  num_attention_heads: 32,
  num_key_value_heads: 2,
  head_dim: 128,
  max_position_embeddings: 131_072,
  rms_norm_eps: 1.5625e-7,
  rope_theta: 10_000,
  tie_word_embeddings: false,
};

export const glm: Architecture = { shape, block, ...familyEnds(GLM_DEFAULTS) };

function shape({ config }: Checkpoint): ModelShape {
  return shapeWith(config, GLM_DEFAULTS, (sizes) => ({
    rotary: { ...rotaryOf(config, sizes, { theta: GLM_DEFAULTS.rope_theta, share: 0.5 }), pairs: 'neighbours' },
  }));
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void {
  const block = beginBlock(g, { checkpoint, shape, layer, base: 'model.', list: 'layers' });
  const norm = familyNorm(block, GLM_DEFAULTS);
  preNormBlock(block, {
    attentionNorm: (x) => norm(x, 'input_layernorm'),
    mlpNorm: (x) => norm(x, 'post_attention_layernorm'),
    ...glmHalves(block),
  });
}

/** Attention and MLP of GLM-4, and of its successor of 2025. */
export function glmHalves(block: Block) {
  const bias = block.config.flag('attention_bias', true);
  return {
    attention: (x: Value) => groupedQueryAttention(block, x, { bias, outputBias: false }),
    mlp: (x: Value) => joinedGatedMlp(block, x, familyMlp(block)),
  };
}
