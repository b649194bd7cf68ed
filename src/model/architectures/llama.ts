// Llama. Touvron et al. 2023, "LLaMA: Open and Efficient Foundation Language Models", https://arxiv.org/abs/2302.13971:
// RMS norm before attention and MLP, rotary positions, a gated MLP, and from Llama 2 on grouped queries.
import type { Checkpoint } from '../checkpoint.ts';
import type { Graph } from '../onnx.ts';
import { rotaryOf } from '../ropeScaling.ts';
import type { Architecture, ModelShape } from './architecture.ts';
import { beginBlock, preNormBlock } from './block.ts';
import { groupedQueryAttention } from './groupedQueryAttention.ts';
import { familyEnds, familyMlp, familyNorm, shapeWith } from './llamaFamily.ts';
import { gatedMlp } from './mlp.ts';

const DEFAULTS = {
  vocab_size: 32_000,
  hidden_size: 4096,
  intermediate_size: 11_008,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  max_position_embeddings: 2048,
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  tie_word_embeddings: false,
};

export const llama: Architecture = { shape, block, ...familyEnds(DEFAULTS) };

function shape({ config }: Checkpoint): ModelShape {
  return shapeWith(config, DEFAULTS, (sizes) => ({ rotary: rotaryOf(config, sizes, { theta: DEFAULTS.rope_theta }) }));
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void {
  const { config } = checkpoint;
  const block = beginBlock(g, { checkpoint, shape, layer, base: 'model.', list: 'layers' });
  const norm = familyNorm(config, shape, DEFAULTS);
  const mlp = { ...familyMlp(config, DEFAULTS), bias: config.flag('mlp_bias', false) };
  preNormBlock(block, {
    attentionNorm: (x) => block.w.rmsNorm(x, 'input_layernorm', norm),
    attention: (x) => groupedQueryAttention(block, x, { bias: config.flag('attention_bias', false) }),
    mlpNorm: (x) => block.w.rmsNorm(x, 'post_attention_layernorm', norm),
    mlp: (x) => gatedMlp(block, x, mlp),
  });
}
