// GPT-BigCode, also SantaCoder and StarCoder. Ben Allal et al. 2023, "SantaCoder: don't reach for the stars!",
// https://arxiv.org/abs/2301.03988: GPT-2 where all heads share one head of keys and values (multi-query attention:
// Shazeer 2019, https://arxiv.org/abs/1911.02150), so that the cache of StarCoder's 48 heads is 48 times smaller, and with
// maps that are stored as everybody else's. Without multi_query the joined map is sorted by head, as in GPT-NeoX.

import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Graph } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { ACTIVATION_NAMES } from '../layers/activations.ts';
import { beginBlock, preNormBlock } from '../layers/block.ts';
import { joinedAttention } from '../layers/joinedAttention.ts';
import { plainMlp } from '../layers/mlp.ts';
import { gpt2, gpt2Norm } from './gpt2.ts';

/** Sizes, tables and positions are GPT-2's, the defaults of GPTBigCodeConfig too. */
export const gpt_bigcode: Architecture = { ...gpt2, shape, block };

function shape(checkpoint: Checkpoint): ModelShape {
  const sizes = gpt2.shape(checkpoint);
  return { ...sizes, keyValueHeads: checkpoint.config.flag('multi_query', true) ? 1 : sizes.heads };
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void {
  const { config } = checkpoint;
  const block = beginBlock(g, { checkpoint, shape, layer, base: 'transformer.', list: 'h' });
  const norm = gpt2Norm(config, shape);
  const attention = {
    names: { joined: 'attn.c_attn', output: 'attn.c_proj' },
    bias: true,
    blocks: shape.keyValueHeads,
    scale: config.flag('scale_attn_weights', true) ? 1 / Math.sqrt(shape.dHead) : 1,
  };
  const activation = config.choice('activation_function', ACTIVATION_NAMES, 'gelu_pytorch_tanh');
  const mlp = { inner: shape.inner, activation, bias: true };
  preNormBlock(block, {
    attentionNorm: (x) => block.w.layerNorm(x, 'ln_1', norm),
    attention: (x) => joinedAttention(block, x, attention),
    mlpNorm: (x) => block.w.layerNorm(x, 'ln_2', norm),
    mlp: (x) => plainMlp(block, x, mlp, { up: 'mlp.c_fc', down: 'mlp.c_proj' }),
  });
}
