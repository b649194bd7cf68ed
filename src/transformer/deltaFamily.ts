// What Qwen3-Next and the models after it have in common: three of four layers have Gated DeltaNet's mixer in the place of
// attention, the fourth attends, with a gate on what its heads find; norms store their gain's distance from 1. The block is
// Llama's. Each model's own file says where it differs.
import { type Checkpoint, isRewrittenByMlx } from '../checkpoint/checkpoint.ts';
import type { Config } from '../checkpoint/config.ts';
import type { Value } from '../onnx/graph.ts';
import type { Architecture, ModelShape } from './architecture.ts';
import { NO_HEADS } from './layerHeads.ts';
import { ACTIVATION_NAMES } from './layers/activations.ts';
import { type Block, beginBlock, preNormBlock } from './layers/block.ts';
import { type DeltaInputs, deltaShape, deltaSizes, gatedDeltaNet } from './layers/gatedDeltaNet.ts';
import type { GroupedQueryOptions } from './layers/groupedQueryAttention.ts';
import { rotaryOf } from './layers/ropeScaling.ts';
import { sizesOf } from './layers/sizes.ts';
import { type FamilyDefaults, type FamilyOptions, familyEnds, familyNorm, familyParts } from './llamaFamily.ts';

const LAYER_TYPES = ['linear_attention', 'full_attention'] as const;
/** The share of each head that is rotated. */
const ROTATED = 0.25;
const NORMS: FamilyOptions = { norm: 'rmsNormAroundOne' };
/** mlx-lm adds the 1 to what it writes, and takes the order of a convolution's axes for the sign of that, as is done here. */
const NORMS_OF_MLX: FamilyOptions = { norm: 'rmsNorm' };

export interface DeltaFamily {
  readonly defaults: FamilyDefaults;
  /** The maps into the mixer; w is within the mixer. x [n, d] → */
  readonly inputs: (block: Block, x: Value) => DeltaInputs;
  /** The shape with its experts, of the one without. */
  readonly withExperts?: (config: Config, dense: ModelShape) => ModelShape;
  readonly mlp?: FamilyOptions['mlp'];
}

export function deltaFamily(family: DeltaFamily): Architecture {
  return {
    shape: (checkpoint) => shape(checkpoint, family),
    block: (g, checkpoint, shape, layer) => {
      const block = beginBlock(g, { checkpoint, shape, layer, base: 'model.', list: 'layers' });
      const norms = normsOf(checkpoint);
      const parts = familyParts(block, family.defaults, attention(block, family, norms), {
        ...norms,
        ...(family.mlp && { mlp: family.mlp }),
      });
      const mixer = (x: Value) => gatedDeltaNet(block, x, 'linear_attn', deltaOptions(block, family));
      preNormBlock(block, block.shape.states?.[layer] ? { ...parts, attention: mixer } : parts);
    },
    embed: familyEnds(family.defaults).embed,
    unembed: (g, checkpoint, shape) => familyEnds(family.defaults, normsOf(checkpoint)).unembed(g, checkpoint, shape),
  };
}

function normsOf(checkpoint: Checkpoint): FamilyOptions {
  return isRewrittenByMlx(checkpoint) ? NORMS_OF_MLX : NORMS;
}

function shape({ config }: Checkpoint, { defaults, withExperts }: DeltaFamily): ModelShape {
  const sizes = sizesOf(config, defaults);
  const types = typesOf(config, sizes.layers);
  const { state, convolution } = deltaShape(deltaSizes(config), sizes.dModel);
  const { rope_theta: theta, axes } = defaults;
  const attends = { rotary: rotaryOf(config, sizes, { theta, share: ROTATED, ...(axes && { axes }) }) };
  const none = {};
  const of = <Kind>(linear: Kind, full: Kind) => types.map((type) => (type === 'full_attention' ? full : linear));
  const dense: ModelShape = {
    ...sizes,
    gatedMlp: true,
    learnedPositions: false,
    attentionPatterns: of(none, attends),
    layerHeads: of(NO_HEADS, { ...sizes, gated: true }),
    convolutions: of(convolution, undefined),
    states: of(state, undefined),
  };
  return withExperts?.(config, dense) ?? dense;
}

/** Without layer_types, every full_attention_interval-th layer attends. */
function typesOf(config: Config, layers: number): readonly (typeof LAYER_TYPES)[number][] {
  const interval = config.size('full_attention_interval', 4);
  const listed = config.choices('layer_types', LAYER_TYPES, layers);
  return listed ?? Array.from({ length: layers }, (_, layer) => LAYER_TYPES[(layer + 1) % interval === 0 ? 1 : 0]);
}

function attention(block: Block, { defaults }: DeltaFamily, norms: FamilyOptions): GroupedQueryOptions {
  const norm = familyNorm(block, defaults, norms);
  return {
    bias: block.config.flag('attention_bias', false),
    normEach: (heads, name) => norm(heads, `self_attn.${name}`, block.shape.dHead),
  };
}

function deltaOptions({ config }: Block, { defaults, inputs }: DeltaFamily) {
  return {
    sizes: deltaSizes(config),
    activation: config.choice('hidden_act', ACTIVATION_NAMES, 'silu'),
    epsilon: config.positive('rms_norm_eps', defaults.rms_norm_eps),
    inputs,
  };
}
