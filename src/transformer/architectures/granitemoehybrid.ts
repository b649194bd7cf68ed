// Granite 4. IBM 2025, https://huggingface.co/ibm-granite/granite-4.0-h-tiny: Granite where most layers have Mamba-2's mixer
// in place of attention (nine of ten), which needs no positions: attention in between rotates nothing unless config.json says
// so. Each layer has an MLP that all tokens go through, and most sizes a mixture of small experts beside it.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { NO_HEADS } from '../layerHeads.ts';
import { ACTIVATIONS, type ActivationName } from '../layers/activations.ts';
import type { Block } from '../layers/block.ts';
import { expertCounts } from '../layers/expertSizes.ts';
import type { ExpertValues } from '../layers/experts.ts';
import { gatedMixture } from '../layers/expertWeights.ts';
import { type MambaOptions, type MambaSizes, mambaMixer, mambaShape, stepLimits } from '../layers/mambaMixer.ts';
import { softmaxOfTop } from '../layers/routing.ts';
import { familyMlp } from '../llamaFamily.ts';
import { graniteWith } from './granite.ts';
import { GRANITE_EXPERTS } from './granitemoe.ts';

const EXPERTS = { keys: ['num_local_experts', 'num_experts'], experts: 8, chosen: 2 } as const;
/** Version 4 writes the first two, version 5 the others. */
const LAYER_TYPES = ['mamba', 'attention', 'linear_attention', 'full_attention'] as const;
const WITH_ATTENTION: readonly string[] = ['attention', 'full_attention'];

const dense = graniteWith({ mlp, mixer: (block, x) => mambaMixer(block, x, 'mamba', mambaOptions(block)) });

export const granitemoehybrid: Architecture = { ...dense, shape };

function shape(checkpoint: Checkpoint): ModelShape {
  const { config } = checkpoint;
  const granite = dense.shape(checkpoint);
  const types = config.choices('layer_types', LAYER_TYPES, granite.layers);
  const attends = Array.from({ length: granite.layers }, (_, layer) =>
    WITH_ATTENTION.includes(types?.[layer] ?? 'mamba'),
  );
  const { state, convolution } = mambaShape(mambaSizes(config, granite.dModel));
  const rotates =
    config.has('position_embedding_type') && config.choice('position_embedding_type', ['rope', 'nope']) === 'rope';
  const none = {};
  const shared = sharedWidth(config);
  const hasExperts = config.count('num_local_experts', EXPERTS.experts) > 0;
  return {
    ...granite,
    inner: hasExperts ? granite.inner : shared,
    attentionPatterns: granite.attentionPatterns.map((pattern, layer) => (attends[layer] && rotates ? pattern : none)),
    layerHeads: attends.map((attends) => (attends ? granite : NO_HEADS)),
    convolutions: attends.map((attends) => (attends ? undefined : convolution)),
    states: attends.map((attends) => (attends ? undefined : state)),
    ...(hasExperts && {
      experts: {
        ...expertCounts(config, EXPERTS),
        layers: attends.map(() => true),
        inner: granite.inner,
        sharedInner: shared,
        sharedGate: false,
      },
    }),
  };
}

function mambaSizes(config: Config, dModel: number): MambaSizes {
  const heads = config.size('mamba_n_heads', 128);
  const inner = config.size('mamba_expand', 2) * dModel;
  const dHead = config.multiple('mamba_expand', inner, 'mamba_n_heads', heads);
  const isRight = (value: unknown) => value === undefined || value === null || value === 'auto' || value === dHead;
  config.parsed('mamba_d_head', `"auto" or ${dHead}`, (value) => isRight(value) || undefined);
  return {
    ...{ dModel, heads, dHead },
    groups: config.size('mamba_n_groups', 1),
    dState: config.size('mamba_d_state', 256),
    kernel: config.size('mamba_d_conv', 4),
  };
}

function mambaOptions({ config, shape }: Block): MambaOptions {
  return {
    sizes: mambaSizes(config, shape.dModel),
    activation: familyMlp({ config, shape }).activation,
    mapBias: config.flag('mamba_proj_bias', false),
    convolutionBias: config.flag('mamba_conv_bias', true),
    steps: stepLimits(config),
    epsilon: config.positive('rms_norm_eps', 1e-6),
  };
}

/** The MLP of all tokens, and the experts beside it where there are some. */
function mlp(block: Block, x: Value): Value {
  const { activation } = familyMlp(block);
  const shared = (input: Value) => sharedMlp(block, input, activation);
  if (block.shape.experts)
    return gatedMixture(block, x, { names: GRANITE_EXPERTS, activation, route: softmaxOfTop, shared });
  const { hidden, out } = shared(x);
  block.g.output('mlp_hidden', hidden, ['n', block.shape.inner]);
  return out;
}

/** A gated MLP whose first two maps are one, but in GGUF files. [n, d] → */
function sharedMlp({ g, w, config, shape }: Block, x: Value, activation: ActivationName): ExpertValues {
  const inner = sharedWidth(config);
  const map = (name: string, to: number) => w.linear(x, `shared_mlp.${name}`, { from: shape.dModel, to, bias: false });
  const [gate, up] = w.has('shared_mlp.gate_proj.weight')
    ? [map('gate_proj', inner), map('up_proj', inner)]
    : g.split(map('input_linear', 2 * inner), 2, -1);
  const hidden = g.multiply(ACTIVATIONS[activation](g, gate), up);
  return { hidden, out: w.linear(hidden, 'shared_mlp.output_linear', { from: inner, to: shape.dModel, bias: false }) };
}

function sharedWidth(config: Config): number {
  return config.size('shared_intermediate_size', 1024);
}
