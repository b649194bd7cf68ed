// Llama. Touvron et al. 2023, "LLaMA: Open and Efficient Foundation Language Models", https://arxiv.org/abs/2302.13971,
// §2.2. What it changes in GPT-2 is what nearly all have today:
//   RMS norm in place of layer norm: less to compute, and as good;
//   rotary positions in place of learned ones: a score depends on how far apart two tokens are, not on where they stand;
//   a gated MLP with SiLU, of 8/3 d in place of 4 d (d = 4096: 10,923, rounded up to 11,008), since it has three matrices;
//   no biases;
//   from Llama 2 on grouped queries: with 8 key-value heads for 32 heads the cache is a quarter as large.
// SmolLM, TinyLlama and many others are Llamas with other sizes.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import type { Block } from '../layers/block.ts';
import type { GroupedQueryOptions } from '../layers/groupedQueryAttention.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import { familyBlock, familyEnds, shapeWith } from '../llamaFamily.ts';

/** Those of LlamaConfig, which are the sizes of Llama 7B. */
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

export const llama: Architecture = { shape, block: familyBlock(DEFAULTS, attention), ...familyEnds(DEFAULTS) };

function shape({ config }: Checkpoint): ModelShape {
  return shapeWith(config, DEFAULTS, (sizes) => ({ rotary: rotaryOf(config, sizes, { theta: DEFAULTS.rope_theta }) }));
}

function attention({ config }: Block): GroupedQueryOptions {
  return { bias: config.flag('attention_bias', false) };
}
