// OLMo 2. OLMo Team 2024, "2 OLMo 2 Furious", https://arxiv.org/abs/2501.00656, §3.2:
//   x' = x + norm(attention(x)), then x' + norm(mlp(x'))
// Llama with its norms behind attention and MLP instead of before them: both halves read the stream as it is, and what
// they add is normed. That is not the first Transformer's post-norm, whose norm stands on the stream itself. Queries and
// keys are normed too, all heads as one vector, not head by head as in Qwen3: a head can be louder than its neighbours.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Graph } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { beginBlock, sandwichBlock } from '../layers/block.ts';
import { type GroupedQueryOptions, groupedQueryAttention } from '../layers/groupedQueryAttention.ts';
import { gatedMlp } from '../layers/mlp.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import type { Sizes } from '../layers/sizes.ts';
import { familyEnds, familyMlp, familyNorm, shapeWith } from '../llamaFamily.ts';

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

export const olmo2: Architecture = { shape, block, ...familyEnds(DEFAULTS) };

function shape({ config }: Checkpoint): ModelShape {
  const kind = (sizes: Sizes) => ({ rotary: rotaryOf(config, sizes, { theta: DEFAULTS.rope_theta }) });
  return { ...shapeWith(config, DEFAULTS, kind), postNorms: true };
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void {
  const { config } = checkpoint;
  const block = beginBlock(g, { checkpoint, shape, layer, base: 'model.', list: 'layers' });
  const norm = familyNorm(block, DEFAULTS);
  const attention: GroupedQueryOptions = {
    bias: config.flag('attention_bias', false),
    normJoined: (x, name, width) => norm(x, `self_attn.${name}`, width),
  };
  // A sandwich with its upper slice only: the norms before the halves change nothing.
  sandwichBlock(block, {
    attentionNorm: (x) => x,
    attention: (x) => groupedQueryAttention(block, x, attention),
    postAttentionNorm: (x) => norm(x, 'post_attention_layernorm'),
    mlpNorm: (x) => x,
    mlp: (x) => gatedMlp(block, x, familyMlp(block)),
    postMlpNorm: (x) => norm(x, 'post_feedforward_layernorm'),
  });
}
