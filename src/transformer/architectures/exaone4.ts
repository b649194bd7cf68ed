// EXAONE 4. LG AI Research 2025, "EXAONE 4.0", https://arxiv.org/abs/2507.11407, §2.1: OLMo 2's block, whose norms stand
// behind attention and MLP, with Qwen3's norms on each head's queries and keys. In the 32B model three layers of four are
// local and rotated by position; the fourth sees everything and rotates nothing, as in SmolLM3. The 1.2B model has no local
// layers, and there all rotate.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import type { Block } from '../layers/block.ts';
import type { GroupedQueryOptions } from '../layers/groupedQueryAttention.ts';
import { layerTypes, patternsOf } from '../layers/layerTypes.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import { sizesOf } from '../layers/sizes.ts';
import { familyEnds, familyNorm, postNormedBlock } from '../llamaFamily.ts';

/** Those of Exaone4Config. */
const DEFAULTS = {
  vocab_size: 102_400,
  hidden_size: 4096,
  intermediate_size: 16_384,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 32,
  max_position_embeddings: 2048,
  rms_norm_eps: 1e-5,
  rope_theta: 10_000,
  tie_word_embeddings: false,
};

export const exaone4: Architecture = {
  shape,
  block: postNormedBlock(DEFAULTS, attention),
  ...familyEnds(DEFAULTS),
};

function shape({ config }: Checkpoint): ModelShape {
  const sizes = sizesOf(config, DEFAULTS);
  const rotary = rotaryOf(config, sizes, { theta: DEFAULTS.rope_theta });
  const window = config.sizeOrNone('sliding_window', 4096);
  const types = layerTypes(config, { layers: sizes.layers, window }, (layer) => {
    if (window === undefined) return 'full_attention';
    return (layer + 1) % config.size('sliding_window_pattern', 4) ? 'sliding_attention' : 'full_attention';
  });
  const attentionPatterns = patternsOf(types, {
    full_attention: window === undefined ? { rotary } : {},
    sliding_attention: { rotary, window },
  });
  return { ...sizes, gatedMlp: true, learnedPositions: false, attentionPatterns, postNorms: true };
}

function attention(block: Block): GroupedQueryOptions {
  const norm = familyNorm(block, DEFAULTS);
  return { bias: false, normEach: (heads, name) => norm(heads, `self_attn.${name}`, block.shape.dHead) };
}
