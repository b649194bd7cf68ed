// Qwen3-Next. Qwen 2025, https://qwen.ai/blog?id=qwen3-next: three of four layers keep a state that is corrected by the delta
// rule in the place of attention, and the fourth attends with a gate (Qiu et al. 2025, https://arxiv.org/abs/2505.06708). Behind
// them are many small experts, of which a token gets ten, and one that all tokens get.
import type { Value } from '../../onnx/graph.ts';
import { deltaFamily } from '../deltaFamily.ts';
import type { Block } from '../layers/block.ts';
import { withSparseLayers } from '../layers/expertSizes.ts';
import { type DeltaInputs, deltaSizes, deltaWidths } from '../layers/gatedDeltaNet.ts';
import { unroundedLinear } from '../layers/unroundedLinear.ts';
import { sharedMixture } from './qwen2_moe.ts';

/** Those of Qwen3NextConfig. */
const DEFAULTS = {
  vocab_size: 151_936,
  hidden_size: 2048,
  intermediate_size: 5632,
  num_hidden_layers: 48,
  num_attention_heads: 16,
  num_key_value_heads: 2,
  head_dim: 256,
  max_position_embeddings: 32_768,
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  tie_word_embeddings: false,
};
const EXPERTS = {
  keys: ['num_experts', 'num_local_experts'],
  experts: 512,
  chosen: 10,
  inner: 512,
  sharedInner: 512,
} as const;

export const qwen3_next = deltaFamily({
  defaults: DEFAULTS,
  inputs,
  withExperts: (config, dense) => withSparseLayers(config, dense, EXPERTS),
  mlp: (block, x) => sharedMixture(block, x, block.config.flag('norm_topk_prob', true)),
});

/**
 * Two maps, whose outputs lie by the key: its query and itself, then the values and gates of the heads that share it. GGUF files
 * have the first one cut, with all queries, all keys, all values below one another, and the gates' in a map of their own.
 */
function inputs({ g, w, config, shape }: Block, x: Value): DeltaInputs {
  const sizes = deltaSizes(config);
  const { heads, groups, dState, dValue } = sizes;
  const sharing = heads / groups;
  const ofKey = [dState, dState, sharing * dValue, sharing * dValue];
  const from = shape.dModel;
  const cut = (made: Value, widths: readonly number[]) => {
    const width = widths.reduce((sum, one) => sum + one, 0);
    const parts = g.splitAt(g.reshape(made, [0, groups, width]), g.integers(widths), widths.length, -1); // [n, groups, …]
    return parts.map((part, i) => g.reshape(part, [0, groups * widths[i]]));
  };
  const [strength, fading] = cut(unroundedLinear(g, w, x, 'in_proj_ba', { from, to: 2 * heads }), [sharing, sharing]);
  const apart = (name: string, to: number) => w.linear(x, name, { from, to, bias: false });
  if (w.has('in_proj_qkv.weight')) {
    const { read, inner } = deltaWidths(sizes);
    return { read: apart('in_proj_qkv', read), gate: apart('in_proj_z', inner), fading, strength };
  }
  const to = groups * ofKey.reduce((sum, width) => sum + width, 0);
  const [queries, keys, values, gate] = cut(apart('in_proj_qkvz', to), ofKey);
  return { read: g.concat([queries, keys, values], -1), gate, fading, strength };
}
