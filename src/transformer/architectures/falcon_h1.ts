// Falcon-H1. TII 2025, "Falcon-H1: A Family of Hybrid-Head Language Models", https://arxiv.org/abs/2507.22448: in every layer
// attention and Mamba-2's mixer stand side by side and read the same normed stream; what both find is added to it:
//   x' = x + a · attention(a_in y) + s · mamba(y) with y = norm(x), then x' + m · mlp(norm(x'))
// What stands further away is looked up by attention, what has a long course is kept in the state. Factors that were found
// for small models go with all maps, so that they hold for large ones, too (Yang et al. 2022, "Tensor Programs V",
// https://arxiv.org/abs/2203.03466): on embeddings, keys, all that the mixer's first map makes, the MLP's gate, logits.
import { type Checkpoint, isRewrittenByMlx } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { Failure } from '../../contract/failure.ts';
import { QUANT_METHODS } from '../../contract/quantMethods.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { ACTIVATIONS } from '../layers/activations.ts';
import { type Block, beginBlock, changed, sandwichBlock } from '../layers/block.ts';
import { groupedQueryAttention } from '../layers/groupedQueryAttention.ts';
import { type MambaOptions, type MambaSizes, mambaMixer, mambaShape, stepLimits } from '../layers/mambaMixer.ts';
import { familyEnds, familyMlp, familyNorm, shapeWith } from '../llamaFamily.ts';

/** Those of FalconH1Config. */
const DEFAULTS = {
  vocab_size: 128_000,
  hidden_size: 4096,
  intermediate_size: 14_336,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  max_position_embeddings: 8192,
  rms_norm_eps: 1e-5,
  rope_theta: 10_000,
  tie_word_embeddings: false,
};

export const falcon_h1: Architecture = {
  shape,
  block,
  ...familyEnds(DEFAULTS, {
    finalNorm: 'final_layernorm',
    embeddingScale: (config) => config.number('embedding_multiplier', 1),
    logitScale: (config) => config.number('lm_head_multiplier', 1),
  }),
};

function shape(checkpoint: Checkpoint): ModelShape {
  const { config } = checkpoint;
  checkFactors(checkpoint);
  const llama = shapeWith(config, DEFAULTS);
  const { state, convolution } = mambaShape(mambaSizes(config, llama.dModel));
  return {
    ...llama,
    postNorms: true,
    beside: 'state',
    convolutions: Array.from({ length: llama.layers }, () => convolution),
    states: Array.from({ length: llama.layers }, () => state),
  };
}

/** mlx-lm multiplies some of the factors of config.json into the weights, and leaves config.json as it is. */
function checkFactors(checkpoint: Checkpoint): void {
  if (!isRewrittenByMlx(checkpoint)) return;
  const { file } = checkpoint.config;
  const supported = [...QUANT_METHODS];
  throw { code: 'config-unsupported', file, key: 'quantization', value: 'MLX', supported } satisfies Failure;
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void {
  const block = beginBlock(g, { checkpoint, shape, layer, base: 'model.', list: 'layers' });
  const { w, config } = block;
  const norm = familyNorm(block, DEFAULTS);
  const factor = (key: string) => config.number(key, 1);
  sandwichBlock(block, {
    attentionNorm: (x) => norm(x, 'input_layernorm'),
    attention: (y) => attention(block, w.scaled(y, factor('attention_in_multiplier'))),
    postAttentionNorm: (x) => w.scaled(x, factor('attention_out_multiplier')),
    beside: (y) => w.scaled(state(block, y), factor('ssm_out_multiplier')),
    mlpNorm: (x) => norm(x, 'pre_ff_layernorm'),
    mlp: (x) => mlp(block, x),
    postMlpNorm: (x) => w.scaled(x, 1), // its factor is in mlp_out
  });
}

/** Keys are multiplied before they are rotated, which is the same as behind it. */
function attention(block: Block, x: Value): Value {
  const { w, config } = block;
  const factor = config.number('key_multiplier', 1);
  return groupedQueryAttention(block, x, {
    bias: config.flag('attention_bias', false),
    normEach: (heads, name) => (name === 'k_norm' ? w.scaled(heads, factor) : heads),
  });
}

/** What the mixer returns, before its factor. [n, d] → [n, d] */
function state(block: Block, y: Value): Value {
  const { g, shape, stateChange } = block;
  const found = mambaMixer(block, y, 'mamba', mambaOptions(block));
  const out = stateChange ? changed(g, found, stateChange) : found;
  g.output('state_out', out, ['n', shape.dModel]);
  return out;
}

function mambaSizes(config: Config, dModel: number): MambaSizes {
  const heads = config.size('mamba_n_heads', 128);
  const expanded = config.size('mamba_expand', 2) * dModel;
  const inner = (config.mentions('mamba_d_ssm') ? config.sizeOrNone('mamba_d_ssm') : 1024) ?? expanded;
  const dHead = config.multiple('mamba_d_ssm', inner, 'mamba_n_heads', heads);
  const isRight = (value: unknown) => value === undefined || value === null || value === 'auto' || value === dHead;
  config.parsed('mamba_d_head', `"auto" or ${dHead}`, (value) => isRight(value) || undefined);
  const groups = config.size('mamba_n_groups', 1);
  config.multiple('mamba_n_heads', heads, 'mamba_n_groups', groups);
  return {
    ...{ dModel, heads, dHead, groups },
    dState: config.size('mamba_d_state', 256),
    kernel: config.size('mamba_d_conv', 4),
  };
}

function mambaOptions({ config, shape }: Block): MambaOptions {
  const sizes = mambaSizes(config, shape.dModel);
  const isNormed = config.flag('mamba_rms_norm', false);
  const stands = config.flag('mamba_norm_before_gate', true) ? 'before the gate' : 'behind the gate';
  return {
    sizes,
    activation: familyMlp({ config, shape }).activation,
    mapBias: config.flag('mamba_proj_bias', false),
    outputBias: config.flag('projectors_bias', false),
    convolutionBias: config.flag('mamba_conv_bias', true),
    steps: stepLimits(config),
    epsilon: config.positive('rms_norm_eps', DEFAULTS.rms_norm_eps),
    norm: isNormed ? { stands, groups: sizes.groups } : 'none',
    factors: { input: config.number('ssm_in_multiplier', 1), made: factors(config, 'ssm_multipliers', 5) },
  };
}

/** W_down (act(m₁ W_gate x) ⊙ W_up x) · m₂: [n, d] → [n, d] */
function mlp(block: Block, x: Value): Value {
  const { g, w, config, shape } = block;
  const { activation, inner, bias } = familyMlp(block);
  const [ofGate, ofOutput] = factors(config, 'mlp_multipliers', 2);
  const map = (name: string) => w.linear(x, `feed_forward.${name}`, { from: shape.dModel, to: inner, bias });
  const gate = ACTIVATIONS[activation](g, w.scaled(map('gate_proj'), ofGate)); // [n, inner]
  const hidden = g.multiply(gate, map('up_proj'));
  g.output('mlp_hidden', hidden, ['n', inner]);
  return w.scaled(w.linear(hidden, 'feed_forward.down_proj', { from: inner, to: shape.dModel, bias }), ofOutput);
}

/** So many numbers; 1 each where there are none. */
function factors(config: Config, key: string, count: number): readonly number[] {
  return config.parsed(key, `a list of ${count} numbers`, (value) => {
    if (value === undefined || value === null) return Array.from({ length: count }, () => 1);
    const isRight = Array.isArray(value) && value.length === count && value.every(Number.isFinite);
    return isRight ? (value as number[]) : undefined;
  });
}
