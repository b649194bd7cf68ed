// OLMo 2. OLMo Team 2024, "2 OLMo 2 Furious", https://arxiv.org/abs/2501.00656, §3.2:
//   x' = x + norm(attention(x)), then x' + norm(mlp(x'))
// Llama with its norms behind attention and MLP instead of before them: both halves read the stream as it is, and what
// they add is normed. That is not the first Transformer's post-norm, whose norm stands on the stream itself. Queries and
// keys are normed too, all heads as one vector, not head by head as in Qwen3: a head can be louder than its neighbours.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import type { Block } from '../layers/block.ts';
import type { GroupedQueryOptions } from '../layers/groupedQueryAttention.ts';
import { type FamilyDefaults, familyEnds, familyNorm, postNormedBlock, shapeWith } from '../llamaFamily.ts';

/** Those of Olmo2Config. */
const DEFAULTS = {
  vocab_size: 50_304,
  hidden_size: 4096,
  intermediate_size: 11_008,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  max_position_embeddings: 2048,
  rms_norm_eps: 1e-5,
  rope_theta: 10_000,
  tie_word_embeddings: false,
};

export const olmo2: Architecture = { shape, block: olmo2Block(DEFAULTS), ...familyEnds(DEFAULTS) };

function shape({ config }: Checkpoint): ModelShape {
  return { ...shapeWith(config, DEFAULTS), postNorms: true };
}

/** The block of OLMo 2 and 3. */
export function olmo2Block(defaults: FamilyDefaults): Architecture['block'] {
  return postNormedBlock(defaults, (block) => attention(block, defaults));
}

function attention(block: Block, defaults: FamilyDefaults): GroupedQueryOptions {
  const norm = familyNorm(block, defaults);
  return {
    bias: block.config.flag('attention_bias', false),
    normJoined: (x, name, width) => norm(x, `self_attn.${name}`, width),
  };
}
