// Qwen3.5's mixtures (35B-A3B and larger): Qwen3.5 with experts in every layer, as Qwen3-Next has them.
import { deltaFamily } from '../deltaFamily.ts';
import { withSparseLayers } from '../layers/expertSizes.ts';
import { sharedMixture } from './qwen2_moe.ts';
import { QWEN3_5_DEFAULTS, separateInputs } from './qwen3_5_text.ts';

/** Those of Qwen3_5MoeTextConfig; all layers have experts, so that no MLP is as wide as the first size. */
const DEFAULTS = {
  ...QWEN3_5_DEFAULTS,
  intermediate_size: 512,
  hidden_size: 2048,
  num_hidden_layers: 40,
  num_key_value_heads: 2,
};
const EXPERTS = {
  keys: ['num_experts', 'num_local_experts'],
  experts: 256,
  chosen: 8,
  inner: 512,
  sharedInner: 512,
} as const;

export const qwen3_5_moe_text = deltaFamily({
  defaults: DEFAULTS,
  inputs: separateInputs,
  withExperts: (config, dense) =>
    withSparseLayers(config.with({ decoder_sparse_step: 1, mlp_only_layers: [] }), dense, EXPERTS),
  mlp: (block, x) => sharedMixture(block, x, true),
});
