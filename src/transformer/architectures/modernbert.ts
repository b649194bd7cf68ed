// ModernBERT. Warner et al. 2024, "Smarter, Better, Faster, Longer", https://arxiv.org/abs/2412.13663: an encoder with what
// decoders learned since BERT.
//   x_0 = norm(W_e[ids]);  x' = x + attention(norm(x)), then x' + mlp(norm(x')), for each block, a norm at the end
// Norms without biases stand before each half; the first block's attention reads the stream as it is, which was normed on
// the way in. Positions are rotary, the MLP is gated, and two layers of three see only tokens up to local_attention / 2
// away on either side, with positions that turn faster there.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { Graph } from '../../onnx/graph.ts';
import type { Architecture, AttentionPattern, ModelShape } from '../architecture.ts';
import { encoderWords, type HeadNames, maskedHead } from '../bertFamily.ts';
import { ACTIVATION_NAMES } from '../layers/activations.ts';
import { beginBlock, preNormBlock } from '../layers/block.ts';
import { joinedAttention } from '../layers/joinedAttention.ts';
import { type LayerType, layerTypes, patternsOf } from '../layers/layerTypes.ts';
import { joinedGatedMlp } from '../layers/mlp.ts';
import { ropeParameters, rotaryFrom } from '../layers/ropeScaling.ts';
import { type Sizes, sizesOf } from '../layers/sizes.ts';
import { tokenRows } from '../layers/tokenTables.ts';
import { Weights } from '../layers/weights.ts';

export const modernbert: Architecture = { shape, embed, block, unembed };

/** Those of ModernBertConfig, which are the sizes of ModernBERT base. */
const DEFAULTS = {
  vocab_size: 50_368,
  hidden_size: 768,
  intermediate_size: 1152,
  num_hidden_layers: 22,
  num_attention_heads: 12,
  max_position_embeddings: 8192,
};
const BASE = 'model.';
const HEAD: HeadNames = { dense: 'head.dense', norm: 'head.norm', table: 'decoder.weight', biases: ['decoder.bias'] };
const TABLES = { base: BASE, rows: 'embeddings.tok_embeddings.weight', head: HEAD.table, tied: true };

function shape(checkpoint: Checkpoint): ModelShape {
  const { config } = checkpoint;
  const sizes = sizesOf(config, DEFAULTS);
  const period = config.size('global_attn_every_n_layers', 3);
  const reach = Math.floor(config.size('local_attention', 128) / 2);
  const otherwise = (layer: number) => (layer % period ? 'sliding_attention' : 'full_attention');
  const types = layerTypes(config, { layers: sizes.layers, window: 2 * reach + 1 }, otherwise);
  const attentionPatterns = patternsOf(types, patternOfType(config, sizes, 2 * reach + 1));
  return { ...sizes, gatedMlp: true, learnedPositions: false, attentionPatterns, ...encoderWords(checkpoint, HEAD) };
}

/** Newer files have a section for each type of layer; older ones a key, and one rope_scaling for both. */
function patternOfType(config: Config, sizes: Sizes, window: number): Record<LayerType, AttentionPattern> {
  const parameters = ropeParameters(config);
  const isByType = parameters?.has('full_attention') || parameters?.has('sliding_attention');
  const ofType = (type: LayerType) => (isByType ? parameters?.section(type) : parameters);
  const globalTheta = config.positive('global_rope_theta', 160_000);
  const localTheta = config.positive('local_rope_theta', 10_000);
  return {
    full_attention: { rotary: rotaryFrom(ofType('full_attention'), config, sizes, { theta: globalTheta }) },
    sliding_attention: {
      rotary: rotaryFrom(ofType('sliding_attention'), config, sizes, { theta: localTheta }),
      window,
    },
  };
}

function embed(g: Graph, checkpoint: Checkpoint, shape: ModelShape): void {
  const w = Weights.under(BASE, g, checkpoint);
  const rows = tokenRows(g, checkpoint, shape, TABLES)(g.input('ids', 'int64', ['n'])); // [n, d]
  const [norm, options] = normOf(checkpoint.config, shape);
  g.output('residual', w[norm](rows, 'embeddings.norm', options), ['n', shape.dModel]);
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void {
  const { config } = checkpoint;
  const block = beginBlock(g, { checkpoint, shape, layer, base: BASE, list: 'layers' });
  const [norm, options] = normOf(config, shape);
  const attention = { names: { joined: 'attn.Wqkv', output: 'attn.Wo' }, blocks: 1 };
  const activation = config.choice('hidden_activation', ACTIVATION_NAMES, 'gelu');
  const mlp = { inner: shape.inner, activation, bias: config.flag('mlp_bias', false) };
  preNormBlock(block, {
    attentionNorm: (x) => (layer === 0 ? x : block.w[norm](x, 'attn_norm', options)),
    attention: (x) => joinedAttention(block, x, { ...attention, bias: config.flag('attention_bias', false) }),
    mlpNorm: (x) => block.w[norm](x, 'mlp_norm', options),
    mlp: (x) => joinedGatedMlp(block, x, mlp, { joined: 'mlp.Wi', down: 'mlp.Wo' }),
  });
}

function unembed(g: Graph, checkpoint: Checkpoint, shape: ModelShape): void {
  const { config } = checkpoint;
  const [norm, options] = normOf(config, shape);
  maskedHead(g, checkpoint, shape, {
    names: HEAD,
    activation: config.choice('classifier_activation', ACTIVATION_NAMES, 'gelu'),
    norm: options,
    tables: TABLES,
    finalNorm: (residual) => Weights.under(BASE, g, checkpoint)[norm](residual, 'final_norm', options),
    biases: {
      dense: config.flag('classifier_bias', false),
      norm: norm === 'layerNorm',
      table: config.flag('decoder_bias', true),
    },
  });
}

function normOf(config: Config, { dModel }: ModelShape) {
  const options = { width: dModel, epsilon: config.positive('norm_eps', 1e-5) };
  const name = config.flag('norm_bias', false) ? ('layerNorm' as const) : ('layerNormWithoutBias' as const);
  return [name, options] as const;
}
