// gpt-oss. OpenAI 2025, "gpt-oss-120b & gpt-oss-20b Model Card", §2, https://arxiv.org/abs/2508.10925: a mixture of experts in
// every layer, whose gated MLPs are clamped and have biases; every other layer looks back 128 tokens only; and each head has
// a sink, a learned score in the softmax that belongs to no token. Positions are scaled by YaRN.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import { Config } from '../../checkpoint/config.ts';
import type { Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import type { Block } from '../layers/block.ts';
import { expertCounts, withExperts } from '../layers/expertSizes.ts';
import { mixtureOfExperts } from '../layers/experts.ts';
import { interleavedExperts, routerScores } from '../layers/expertWeights.ts';
import { layerTypes, patternsOf } from '../layers/layerTypes.ts';
import { ropeParameters, rotaryFrom } from '../layers/ropeScaling.ts';
import { softmaxOfTop } from '../layers/routing.ts';
import { sizesOf } from '../layers/sizes.ts';
import { familyBlock, familyEnds } from '../llamaFamily.ts';

/** Those of GptOssConfig, which are the sizes of gpt-oss-120b. */
const DEFAULTS = {
  vocab_size: 201_088,
  hidden_size: 2880,
  intermediate_size: 2880,
  num_hidden_layers: 36,
  num_attention_heads: 64,
  num_key_value_heads: 8,
  head_dim: 64,
  max_position_embeddings: 131_072,
  rms_norm_eps: 1e-5,
  rope_theta: 150_000,
  tie_word_embeddings: false,
};
/** Where config.json says nothing of positions. */
const ROPE = {
  rope_type: 'yarn',
  factor: 32,
  beta_fast: 32,
  beta_slow: 1,
  truncate: false,
  original_max_position_embeddings: 4096,
};
const EXPERTS = { keys: ['num_local_experts', 'num_experts'], experts: 128, chosen: 4 } as const;
/** Not in config.json's power: transformers has these numbers in its code. */
const GATE = { alpha: 1.702, limit: 7 };

export const gpt_oss: Architecture = {
  quantMethods: ['mxfp4'],
  shape,
  block: familyBlock(DEFAULTS, ({ config }) => ({ bias: config.flag('attention_bias', true), sinks: 'sinks' }), {
    mlp: experts,
  }),
  ...familyEnds(DEFAULTS),
};

function shape({ config }: Checkpoint): ModelShape {
  config.choice('hidden_act', ['silu'], 'silu');
  if (config.positive('swiglu_limit', GATE.limit) !== GATE.limit)
    throw config.unsupported('swiglu_limit', [String(GATE.limit)]);
  const sizes = sizesOf(config, DEFAULTS);
  const parameters = ropeParameters(config) ?? new Config(config.file, ROPE, 'rope_parameters.');
  const rotary = rotaryFrom(parameters, config, sizes, {
    theta: config.positive('rope_theta', DEFAULTS.rope_theta),
    trainedContext: config.sizeOrNone('original_max_position_embeddings'),
  });
  const window = config.sizeOrNone('sliding_window', 128);
  const types = layerTypes(config, { layers: sizes.layers, window }, (layer) =>
    layer % 2 === 0 && window !== undefined ? 'sliding_attention' : 'full_attention',
  );
  const attentionPatterns = patternsOf(types, { full_attention: { rotary }, sliding_attention: { rotary, window } });
  const dense = { ...sizes, gatedMlp: true, learnedPositions: false, attentionPatterns, attentionSinks: true };
  return withExperts(dense, expertCounts(config, EXPERTS));
}

function experts(block: Block, x: Value): Value {
  return mixtureOfExperts(block, x, {
    router: (normed) => routerScores(block, normed, ['mlp.router'], true),
    route: (scores) => softmaxOfTop(block.g, scores, block.shape.experts?.chosen ?? 0),
    expert: interleavedExperts(block, 'mlp.experts.', GATE),
  });
}
