// What Llama and its relatives have in common: names of tensors and keys, the way in, the block and the way out:
//   x_0 = W_e[ids]                                                              embed_tokens
//   x' = x + W_o attention(W_q y, W_k y, W_v y) with y = norm(x)                input_layernorm, self_attn.*_proj
//   x' + W_down (silu(W_gate z) ⊙ W_up z) with z = norm(x'), for each block     post_attention_layernorm, mlp.*_proj
//   logits = norm(x_L) W_uᵀ                                                     norm, lm_head
// with RMS norms, for some layer norms, and with queries and keys rotated by position. Each relative's own file says where it differs.

import type { Config } from '../checkpoint/config.ts';
import type { Value } from '../onnx/graph.ts';
import type { Architecture, AttentionPattern, ModelShape } from './architecture.ts';
import { ACTIVATION_NAMES, type ActivationName } from './layers/activations.ts';
import { type Block, type BlockParts, beginBlock, preNormBlock, sandwichBlock } from './layers/block.ts';
import { embedTokens } from './layers/embedding.ts';
import { type GroupedQueryOptions, groupedQueryAttention } from './layers/groupedQueryAttention.ts';
import { layerTypes, patternsOf } from './layers/layerTypes.ts';
import { gatedMlp, type MlpSizes } from './layers/mlp.ts';
import { rotaryOf } from './layers/ropeScaling.ts';
import type { Rotary } from './layers/rotary.ts';
import { type SizeDefaults, type Sizes, sizesOf, uniformLayers } from './layers/sizes.ts';
import { headTable, type TokenTables, tokenRows } from './layers/tokenTables.ts';
import { unembedding, withoutHead } from './layers/unembedding.ts';
import { Weights } from './layers/weights.ts';

/** The keys of the norms' epsilon; a configuration class has one of them. */
const EPSILON_KEYS = ['rms_norm_eps', 'layer_norm_eps', 'norm_epsilon'] as const;

/** What the model's configuration class says where config.json has no such key. */
export interface FamilyDefaults extends SizeDefaults, Readonly<Partial<Record<(typeof EPSILON_KEYS)[number], number>>> {
  readonly rope_theta: number;
  /** See RotaryDefaults. */
  readonly axes?: 3;
  readonly tie_word_embeddings: boolean;
}

/** The shape of a model whose layers all see the same: all tokens where nothing else is said. */
export function shapeWith(
  config: Config,
  defaults: FamilyDefaults,
  patternFor: (sizes: Sizes) => AttentionPattern = (sizes) => ({ rotary: familyRotary(config, sizes, defaults) }),
): ModelShape {
  const sizes = sizesOf(config, defaults);
  const attentionPatterns = uniformLayers(sizes.layers, patternFor(sizes));
  return { ...sizes, gatedMlp: true, learnedPositions: false, attentionPatterns };
}

/**
 * The shape of a model where `slides` names the layers that see only the last tokens, if use_sliding_window is on at all
 * and config.json has no layer_types, which would say it layer by layer.
 */
export function shapeWithWindows(
  config: Config,
  defaults: FamilyDefaults,
  slides: (layer: number) => boolean,
): ModelShape {
  const sizes = sizesOf(config, defaults);
  const rotary = familyRotary(config, sizes, defaults);
  const window = config.flag('use_sliding_window', false) ? config.sizeOrNone('sliding_window', 4096) : undefined;
  const otherwise = (layer: number) => (window !== undefined && slides(layer) ? 'sliding_attention' : 'full_attention');
  const types = layerTypes(config, { layers: sizes.layers, window }, otherwise);
  const attentionPatterns = patternsOf(types, { full_attention: { rotary }, sliding_attention: { rotary, window } });
  return { ...sizes, gatedMlp: true, learnedPositions: false, attentionPatterns };
}

function familyRotary(config: Config, sizes: Sizes, { rope_theta: theta, axes }: FamilyDefaults): Rotary {
  return rotaryOf(config, sizes, { theta, ...(axes && { axes }) });
}

export interface FamilyOptions {
  /** Embeddings are multiplied by √d, as in Vaswani et al. 2017, §3.4. */
  readonly scaled?: boolean;
  /** Embeddings are multiplied by a number of config.json. */
  readonly embeddingScale?: (config: Config) => number;
  /** So are logits. */
  readonly logitScale?: (config: Config) => number;
  /** Which norm it is, and how its gain is stored, if there is one; see Weights. */
  readonly norm?:
    | 'rmsNorm'
    | 'rmsNormAroundOne'
    | 'bareRmsNorm'
    | 'layerNorm'
    | 'layerNormWithoutBias'
    | 'bareLayerNorm';
  /** What the block's two norms are called. */
  readonly normNames?: { readonly attention: string; readonly mlp: string };
  /** The MLP, where it is not the gated one. */
  readonly mlp?: (block: Block, x: Value) => Value;
  /** The key that says whether the gated MLP has biases. */
  readonly mlpBiasKey?: 'use_bias';
  /** The key of the MLP's activation: gemma's later configuration classes have their own, and read no other. */
  readonly activationKey?: 'hidden_activation' | undefined;
  /** Activations that mean another one here. */
  readonly activationMeans?: Readonly<Partial<Record<ActivationName, ActivationName>>>;
  /** What the last norm is called; `norm` where it is not said. */
  readonly finalNorm?: string;
  /** The MLP's activation where config.json names none. */
  readonly activation?: ActivationName;
}

const LLAMA_NORMS = { attention: 'input_layernorm', mlp: 'post_attention_layernorm' };

/** Llama's block, with the relative's own attention. The norm called post_attention stands before the MLP. */
export function familyBlock(
  defaults: FamilyDefaults,
  attention: (block: Block) => GroupedQueryOptions,
  options: FamilyOptions = {},
): Architecture['block'] {
  return (g, checkpoint, shape, layer) => {
    const block = beginBlock(g, { checkpoint, shape, layer, base: 'model.', list: 'layers' });
    preNormBlock(block, familyParts(block, defaults, attention(block), options));
  };
}

/**
 * The block with its norms behind the halves in place of before them: x' = x + norm(attention(x)), then x' + norm(mlp(x')).
 * A sandwich with its upper slice only (shape.postNorms).
 */
export function postNormedBlock(
  defaults: FamilyDefaults,
  attention: (block: Block) => GroupedQueryOptions,
): Architecture['block'] {
  return (g, checkpoint, shape, layer) => {
    const block = beginBlock(g, { checkpoint, shape, layer, base: 'model.', list: 'layers' });
    const norm = familyNorm(block, defaults);
    sandwichBlock(block, {
      ...familyParts(block, defaults, attention(block)),
      attentionNorm: (x) => x,
      postAttentionNorm: (x) => norm(x, 'post_attention_layernorm'),
      mlpNorm: (x) => x,
      postMlpNorm: (x) => norm(x, 'post_feedforward_layernorm'),
    });
  };
}

/** What stands in Llama's block. */
export function familyParts(
  block: Block,
  defaults: FamilyDefaults,
  attention: GroupedQueryOptions,
  options: FamilyOptions = {},
): BlockParts {
  const norm = familyNorm(block, defaults, options);
  const { normNames = LLAMA_NORMS, mlp = (block, x) => gatedMlp(block, x, familyMlp(block, options)) } = options;
  return {
    attentionNorm: (x) => norm(x, normNames.attention),
    attention: (x) => groupedQueryAttention(block, x, attention),
    mlpNorm: (x) => norm(x, normNames.mlp),
    mlp: (x) => mlp(block, x),
  };
}

/** The way in and the way out: ids [n] → residual [n, d], and residual [n, d] → normed [n, d], logits [n, vocabulary] */
export function familyEnds(
  defaults: FamilyDefaults,
  options: FamilyOptions = {},
): Pick<Architecture, 'embed' | 'unembed'> {
  const tables: TokenTables = { base: 'model.', rows: 'embed_tokens.weight', tied: defaults.tie_word_embeddings };
  return {
    embed: (g, checkpoint, shape) => {
      const scale = options.embeddingScale?.(checkpoint.config) ?? (options.scaled ? Math.sqrt(shape.dModel) : 1);
      embedTokens(g, tokenRows(g, checkpoint, shape, tables), shape.dModel, scale);
    },
    unembed: (g, checkpoint, shape) => {
      const w = Weights.under('model.', g, checkpoint);
      const norm = (residual: Value) =>
        familyNorm({ w, config: checkpoint.config, shape }, defaults, options)(residual, options.finalNorm ?? 'norm');
      if (shape.headless) {
        withoutHead(g, shape, norm);
        return;
      }
      unembedding(g, shape, {
        norm,
        table: headTable(g, checkpoint, shape, tables),
        scale: options.logitScale?.(checkpoint.config) ?? 1,
      });
    },
  };
}

/** x [n, d], or [heads, n, d_head] with the `width` d_head, normed with the gain of that name. */
export type FamilyNorm = (x: Value, name: string, width?: number) => Value;

/** The norm of the family, with the epsilon of config.json. It keeps a token of zeros from being divided by zero. */
export function familyNorm(
  { w, config, shape }: Pick<Block, 'w' | 'config' | 'shape'>,
  defaults: FamilyDefaults,
  { norm = 'rmsNorm' }: FamilyOptions = {},
): FamilyNorm {
  if (norm === 'bareLayerNorm') return (x, _, width = shape.dModel) => w.bareLayerNorm(x, { width, epsilon: 1e-5 });
  const key = EPSILON_KEYS.find((name) => defaults[name] !== undefined) ?? 'rms_norm_eps';
  const epsilon = config.positive(key, defaults[key]);
  if (norm === 'bareRmsNorm') return (x, _, width = shape.dModel) => w.bareRmsNorm(x, { width, epsilon });
  return (x, name, width = shape.dModel) => w[norm](x, name, { width, epsilon });
}

/** Attention with a norm on each head's queries and keys; see qwen3.ts. */
export function headNormedAttention(block: Block, defaults: FamilyDefaults): GroupedQueryOptions {
  const norm = familyNorm(block, defaults);
  return {
    bias: block.config.flag('attention_bias', false),
    normEach: (heads, name) => norm(heads, `self_attn.${name}`, block.shape.dHead),
  };
}

/** The gated MLP's width, and its activation by its usual key. Fails with config-unsupported for an unknown activation. */
export function familyMlp({ config, shape }: Pick<Block, 'config' | 'shape'>, options: FamilyOptions = {}): MlpSizes {
  const named = config.choice(options.activationKey ?? 'hidden_act', ACTIVATION_NAMES, options.activation ?? 'silu');
  return {
    inner: shape.inner,
    activation: options.activationMeans?.[named] ?? named,
    bias: config.flag(options.mlpBiasKey ?? 'mlp_bias', false),
  };
}
