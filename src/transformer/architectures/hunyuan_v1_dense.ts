// Hunyuan, the dense ones. Tencent 2025, https://github.com/Tencent-Hunyuan/Hunyuan-7B: Llama with an RMS norm on each
// head's queries and keys as in Qwen3, but behind the rotation. Its rotary positions are "dynamic" with an alpha, which
// stretches the slow pairs once and for all texts: θ becomes θ · alpha^(width / (width - 2)), so that the slowest pair of
// a head of 128 turns 1000 times more slowly with alpha = 1000, the fastest as before.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import type { Block } from '../layers/block.ts';
import type { GroupedQueryOptions } from '../layers/groupedQueryAttention.ts';
import { ropeParameters, rotaryFrom, rotaryOf } from '../layers/ropeScaling.ts';
import type { Rotary } from '../layers/rotary.ts';
import type { Sizes } from '../layers/sizes.ts';
import { familyBlock, familyEnds, familyNorm, shapeWith } from '../llamaFamily.ts';

/** Those of HunYuanDenseV1Config. */
const DEFAULTS = {
  vocab_size: 290_943,
  hidden_size: 4096,
  intermediate_size: 11_008,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  max_position_embeddings: 2048,
  rms_norm_eps: 1e-5,
  rope_theta: 10_000,
  tie_word_embeddings: false,
};
const NORMS = { q_norm: 'query_layernorm', k_norm: 'key_layernorm' };

export const hunyuan_v1_dense: Architecture = {
  shape,
  block: familyBlock(DEFAULTS, attention),
  ...familyEnds(DEFAULTS),
};

function shape({ config }: Checkpoint): ModelShape {
  return shapeWith(config, DEFAULTS, (sizes) => ({ rotary: rotary(config, sizes) }));
}

/** An alpha of 0 is none; then "dynamic" means what it means elsewhere. */
function rotary(config: Config, sizes: Sizes): Rotary {
  const parameters = ropeParameters(config);
  const type = parameters?.has('rope_type') ? 'rope_type' : 'type';
  const alpha = parameters?.number('alpha', 0) ?? 0;
  if (!parameters?.is(type, 'dynamic') || alpha === 0) return rotaryOf(config, sizes, { theta: DEFAULTS.rope_theta });
  const { dHead } = sizes;
  const theta = parameters.positiveOrNone('rope_theta') ?? config.positive('rope_theta', DEFAULTS.rope_theta);
  return rotaryFrom(undefined, config, sizes, { theta: theta * alpha ** (dHead / (dHead - 2)) });
}

function attention(block: Block): GroupedQueryOptions {
  const norm = familyNorm(block, DEFAULTS);
  return {
    bias: block.config.flag('attention_bias', false),
    normRotated: (heads, name) => norm(heads, `self_attn.${NORMS[name]}`, block.shape.dHead),
  };
}
