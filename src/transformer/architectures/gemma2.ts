// Gemma 2. Gemma Team 2024, "Gemma 2: Improving Open Language Models at a Practical Size", https://arxiv.org/abs/2408.00118,
// §2, Gemma with
//   every other layer local: it sees only the last 4,096 tokens, and the layers between see all;
//   a norm before and behind each half, so that what is added to the stream has a length that was learned;
//   scores kept within ±50 and logits within ±30 by cap · tanh(x / cap): a score of 100 becomes 48.2, one of 5 4.98;
//   scores divided by the root of query_pre_attn_scalar, which is not always d_head: 144 beside heads of 128 in 27B.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { type Block, beginBlock, sandwichBlock } from '../layers/block.ts';
import { type GroupedQueryOptions, groupedQueryAttention } from '../layers/groupedQueryAttention.ts';
import { layerTypes, patternsOf } from '../layers/layerTypes.ts';
import { gatedMlp } from '../layers/mlp.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import { sizesOf } from '../layers/sizes.ts';
import { type FamilyDefaults, familyEnds, familyMlp, familyNorm } from '../llamaFamily.ts';
import { LATER_GEMMA } from './gemma.ts';

/** Those of Gemma2Config, which are the sizes of Gemma 2 2B. */
const DEFAULTS = {
  vocab_size: 256_000,
  hidden_size: 2304,
  intermediate_size: 9216,
  num_hidden_layers: 26,
  num_attention_heads: 8,
  num_key_value_heads: 4,
  head_dim: 256,
  max_position_embeddings: 8192,
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  tie_word_embeddings: true,
};

export const gemma2: Architecture = {
  shape,
  block: gemma2Block(DEFAULTS, attention),
  ...familyEnds(DEFAULTS, LATER_GEMMA),
};

function shape({ config }: Checkpoint): ModelShape {
  config.mustBe('use_bidirectional_attention', false);
  const sizes = sizesOf(config, DEFAULTS);
  const rotary = rotaryOf(config, sizes, { theta: DEFAULTS.rope_theta });
  const window = config.sizeOrNone('sliding_window', 4096);
  const types = layerTypes(config, { layers: sizes.layers, window }, (layer) =>
    layer % 2 ? 'full_attention' : 'sliding_attention',
  );
  const attentionPatterns = patternsOf(types, { full_attention: { rotary }, sliding_attention: { rotary, window } });
  const logitCap = config.positiveOrNone('final_logit_softcapping', 30);
  return { ...sizes, gatedMlp: true, learnedPositions: false, attentionPatterns, postNorms: true, logitCap };
}

function attention({ config }: Block): GroupedQueryOptions {
  return {
    bias: config.flag('attention_bias', false),
    scale: 1 / Math.sqrt(config.positive('query_pre_attn_scalar', 256)),
    softCap: config.positiveOrNone('attn_logit_softcapping', 50),
  };
}

/** The block of Gemma 2, and of Gemma 3 with its own attention. */
export function gemma2Block(
  defaults: FamilyDefaults,
  attention: (block: Block) => GroupedQueryOptions,
): Architecture['block'] {
  return (g, checkpoint, shape, layer) => {
    const block = beginBlock(g, { checkpoint, shape, layer, base: 'model.', list: 'layers' });
    const norm = familyNorm(block, defaults, LATER_GEMMA);
    sandwichBlock(block, {
      attentionNorm: (x) => norm(x, 'input_layernorm'),
      attention: (x) => groupedQueryAttention(block, x, attention(block)),
      postAttentionNorm: (x) => norm(x, 'post_attention_layernorm'),
      mlpNorm: (x) => norm(x, 'pre_feedforward_layernorm'),
      mlp: (x) => gatedMlp(block, x, familyMlp(block, LATER_GEMMA)),
      postMlpNorm: (x) => norm(x, 'post_feedforward_layernorm'),
    });
  };
}
