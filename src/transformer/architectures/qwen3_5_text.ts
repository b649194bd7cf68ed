// Qwen3.5, the text tower of a model that also reads images. Qwen 2026, https://github.com/QwenLM/Qwen3.5: Qwen3-Next's
// layers with an MLP in the place of experts, maps of their own for what was made by two, and positions of three axes, which
// are the usual ones in a text.
import type { Value } from '../../onnx/graph.ts';
import { deltaFamily } from '../deltaFamily.ts';
import type { Block } from '../layers/block.ts';
import { type DeltaInputs, deltaSizes, deltaWidths } from '../layers/gatedDeltaNet.ts';
import { unroundedLinear } from '../layers/unroundedLinear.ts';
import type { FamilyDefaults } from '../llamaFamily.ts';

/** Those of Qwen3_5TextConfig. */
export const QWEN3_5_DEFAULTS: FamilyDefaults = {
  vocab_size: 248_320,
  hidden_size: 4096,
  intermediate_size: 12_288,
  num_hidden_layers: 32,
  num_attention_heads: 16,
  num_key_value_heads: 4,
  head_dim: 256,
  max_position_embeddings: 32_768,
  rms_norm_eps: 1e-6,
  rope_theta: 10_000,
  axes: 3,
  tie_word_embeddings: false,
};

export const qwen3_5_text = deltaFamily({ defaults: QWEN3_5_DEFAULTS, inputs: separateInputs });

/** A map for each. */
export function separateInputs({ g, w, config, shape }: Block, x: Value): DeltaInputs {
  const sizes = deltaSizes(config);
  const { inner, read } = deltaWidths(sizes);
  const from = shape.dModel;
  const ofHeads = (name: string) => unroundedLinear(g, w, x, name, { from, to: sizes.heads });
  return {
    read: w.linear(x, 'in_proj_qkv', { from, to: read, bias: false }),
    gate: w.linear(x, 'in_proj_z', { from, to: inner, bias: false }),
    fading: ofHeads('in_proj_a'),
    strength: ofHeads('in_proj_b'),
  };
}
