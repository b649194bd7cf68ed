// Phi-3 and Phi-4. Abdin et al. 2024, "Phi-3 Technical Report", https://arxiv.org/abs/2404.14219: Llama with its maps
// joined, one to queries, keys and values (in that order), one to both halves of the gated MLP (gate first), and LongRoPE
// for long texts.

import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Graph } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { beginBlock, preNormBlock } from '../layers/block.ts';
import { joinedAttention } from '../layers/joinedAttention.ts';
import { joinedGatedMlp } from '../layers/mlp.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import { familyEnds, familyMlp, familyNorm, shapeWith } from '../llamaFamily.ts';

/** Those of Phi3Config, which are the sizes of Phi-3 mini. */
const DEFAULTS = {
  vocab_size: 32_064,
  hidden_size: 3072,
  intermediate_size: 8192,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  max_position_embeddings: 4096,
  rms_norm_eps: 1e-5,
  rope_theta: 10_000,
  tie_word_embeddings: false,
};

const NAMES = { joined: 'self_attn.qkv_proj', output: 'self_attn.o_proj' };

export const phi3: Architecture = { shape, block, ...familyEnds(DEFAULTS) };

function shape({ config }: Checkpoint): ModelShape {
  return shapeWith(config, DEFAULTS, (sizes) => ({
    rotary: rotaryOf(config, sizes, { theta: DEFAULTS.rope_theta, share: 1, trainedContext: 4096 }),
    window: config.sizeOrNone('sliding_window'),
  }));
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void {
  const block = beginBlock(g, { checkpoint, shape, layer, base: 'model.', list: 'layers' });
  const norm = familyNorm(block, DEFAULTS);
  preNormBlock(block, {
    attentionNorm: (x) => norm(x, 'input_layernorm'),
    attention: (x) => joinedAttention(block, x, { names: NAMES, bias: false, blocks: 1 }),
    mlpNorm: (x) => norm(x, 'post_attention_layernorm'),
    mlp: (x) => joinedGatedMlp(block, x, familyMlp(block)),
  });
}
