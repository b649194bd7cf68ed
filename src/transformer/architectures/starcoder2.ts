// StarCoder 2. Lozhkov et al. 2024, "StarCoder 2 and The Stack v2", https://arxiv.org/abs/2402.19173, §6.1: Llama with
// layer norms, biases everywhere and a plain MLP of two maps, as GPT-2 has them; a token sees only the last
// sliding_window ones where config.json says so.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Graph } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { beginBlock, preNormBlock } from '../layers/block.ts';
import { groupedQueryAttention } from '../layers/groupedQueryAttention.ts';
import { plainMlp } from '../layers/mlp.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import { familyEnds, familyMlp, familyNorm, shapeWith } from '../llamaFamily.ts';

/** Those of Starcoder2Config. */
const DEFAULTS = {
  vocab_size: 49_152,
  hidden_size: 3072,
  intermediate_size: 12_288,
  num_hidden_layers: 30,
  num_attention_heads: 24,
  num_key_value_heads: 2,
  max_position_embeddings: 4096,
  norm_epsilon: 1e-5,
  rope_theta: 10_000,
  tie_word_embeddings: true,
};
const OPTIONS = { norm: 'layerNorm', activation: 'gelu_pytorch_tanh' } as const;

export const starcoder2: Architecture = { shape, block, ...familyEnds(DEFAULTS, OPTIONS) };

function shape({ config }: Checkpoint): ModelShape {
  const window = config.sizeOrNone('sliding_window');
  const gated = shapeWith(config, DEFAULTS, (sizes) => ({
    rotary: rotaryOf(config, sizes, { theta: DEFAULTS.rope_theta }),
    window,
  }));
  return { ...gated, gatedMlp: false };
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void {
  const block = beginBlock(g, { checkpoint, shape, layer, base: 'model.', list: 'layers' });
  const norm = familyNorm(block, DEFAULTS, OPTIONS);
  const bias = block.config.flag('use_bias', true);
  const mlp = { ...familyMlp(block, OPTIONS), bias };
  preNormBlock(block, {
    attentionNorm: (x) => norm(x, 'input_layernorm'),
    attention: (x) => groupedQueryAttention(block, x, { bias }),
    mlpNorm: (x) => norm(x, 'post_attention_layernorm'),
    mlp: (x) => plainMlp(block, x, mlp, { up: 'mlp.c_fc', down: 'mlp.c_proj' }),
  });
}
