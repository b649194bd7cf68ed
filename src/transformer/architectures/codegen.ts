// CodeGen. Nijkamp et al. 2022, "CodeGen: An Open Large Language Model for Code", https://arxiv.org/abs/2203.13474, §2.2:
// GPT-J with one joined map for queries, keys and values. Its rows lie in four blocks, one for each TPU core that it was
// trained on, and in each block the values stand before the keys.

import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import type { Block } from '../layers/block.ts';
import { joinedAttention } from '../layers/joinedAttention.ts';
import { gptj, gptjBlock } from './gptj.ts';

const CORES = 4;

/** Sizes, tables and positions are GPT-J's, the defaults of CodeGenConfig too. */
export const codegen: Architecture = { ...gptj, shape, block: gptjBlock(attention) };

function shape(checkpoint: Checkpoint): ModelShape {
  const sizes = gptj.shape(checkpoint);
  checkpoint.config.multiple('n_head', sizes.heads, 'the blocks of the joined map', CORES);
  return sizes;
}

function attention(block: Block, x: Value): Value {
  const names = { joined: 'attn.qkv_proj', output: 'attn.out_proj' };
  return joinedAttention(block, x, { names, bias: false, blocks: CORES, order: 'qvk' });
}
