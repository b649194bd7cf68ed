// Phi-3.5-MoE. Abdin et al. 2024, "Phi-3 Technical Report", https://arxiv.org/abs/2404.14219: 16 experts of which a router
// trained with SparseMixer chooses two; layer norms with biases, and LongRoPE with scales of its own. Everything else is
// Mixtral's.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { type Block, beginBlock, preNormBlock } from '../layers/block.ts';
import { withExperts } from '../layers/expertSizes.ts';
import { type ExpertNames, gatedMixture } from '../layers/expertWeights.ts';
import { groupedQueryAttention } from '../layers/groupedQueryAttention.ts';
import { ropeParameters, rotaryOf } from '../layers/ropeScaling.ts';
import type { Rotary } from '../layers/rotary.ts';
import { sparseMixer } from '../layers/routing.ts';
import type { Sizes } from '../layers/sizes.ts';
import { headTable, type TokenTables } from '../layers/tokenTables.ts';
import { unembedding } from '../layers/unembedding.ts';
import { Weights } from '../layers/weights.ts';
import { familyEnds, familyMlp, shapeWith } from '../llamaFamily.ts';

/** Those of PhimoeConfig, which are the sizes of Phi-3.5-MoE. */
const DEFAULTS = {
  vocab_size: 32_064,
  hidden_size: 4096,
  intermediate_size: 6400,
  num_hidden_layers: 32,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  max_position_embeddings: 131_072,
  rms_norm_eps: 1e-5,
  rope_theta: 1_000_000,
  tie_word_embeddings: false,
};
const EXPERTS = 16;
/** SparseMixer chooses two, whatever num_experts_per_tok says. */
const CHOSEN = 2;
const BASE = 'model.';
const TABLES: TokenTables = { base: BASE, rows: 'embed_tokens.weight', tied: DEFAULTS.tie_word_embeddings };

const NAMES: ExpertNames = {
  router: ['block_sparse_moe.gate', 'mlp.router', 'mlp.gate'],
  single: [
    ['block_sparse_moe.experts.', 'w1', 'w3', 'w2'],
    ['mlp.experts.', 'w1', 'w3', 'w2'],
  ],
  stacks: [['mlp.experts.gate_up_proj', 'mlp.experts.down_proj']],
};

export const phimoe: Architecture = { shape, block, embed: familyEnds(DEFAULTS).embed, unembed };

function shape({ config }: Checkpoint): ModelShape {
  const window = config.sizeOrNone('sliding_window');
  const dense = shapeWith(config, DEFAULTS, (sizes) => ({
    rotary: rotary(config, sizes),
    ...(window !== undefined && { window }),
  }));
  const experts = config.size('num_local_experts', EXPERTS);
  if (experts < CHOSEN) throw config.invalid('num_local_experts', `${experts}, and a token gets ${CHOSEN}`);
  return withExperts(dense, { experts, chosen: CHOSEN });
}

/** config.json has the scales of cosines and sines, one for texts as long as those in training and one for longer ones. */
function rotary(config: Config, sizes: Sizes): Rotary {
  const plain = rotaryOf(config, sizes, { theta: DEFAULTS.rope_theta });
  const parameters = ropeParameters(config);
  const type = parameters?.has('rope_type') ? 'rope_type' : 'type';
  if (!parameters?.has(type) || parameters.parsed(type, 'a name', (name) => name) === 'default') return plain;
  const trained =
    config.sizeOrNone('original_max_position_embeddings') ??
    parameters.sizeOrNone('original_max_position_embeddings') ??
    sizes.context;
  return {
    ...plain,
    scale: parameters.positive('short_mscale'),
    scaleBeyond: { textLength: trained, scale: parameters.positive('long_mscale') },
  };
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void {
  const block = beginBlock(g, { checkpoint, shape, layer, base: BASE, list: 'layers' });
  const { w, config } = block;
  const norm = normSizes(config, shape);
  preNormBlock(block, {
    attentionNorm: (x) => w.layerNorm(x, 'input_layernorm', norm),
    attention: (x) => groupedQueryAttention(block, x, { bias: config.flag('attention_bias', false) }),
    mlpNorm: (x) => w.layerNorm(x, 'post_attention_layernorm', norm),
    mlp: (x) => experts(block, x),
  });
}

function experts(block: Block, x: Value): Value {
  const tolerance = block.config.parsed('router_jitter_noise', 'a number from 0 on', jitter);
  return gatedMixture(block, x, {
    names: NAMES,
    activation: familyMlp(block).activation,
    route: (g, scores) => sparseMixer(g, scores, tolerance),
  });
}

function jitter(value: unknown): number | undefined {
  if (value === undefined || value === null) return 0.01;
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

function unembed(g: Graph, checkpoint: Checkpoint, shape: ModelShape): void {
  const { config } = checkpoint;
  const bias = config.flag('lm_head_bias', false)
    ? Weights.under('', g, checkpoint).tensor('lm_head.bias', [shape.vocabSize])
    : undefined;
  unembedding(g, shape, {
    norm: (residual) => Weights.under(BASE, g, checkpoint).layerNorm(residual, 'norm', normSizes(config, shape)),
    table: headTable(g, checkpoint, shape, TABLES),
    ...(bias !== undefined && { bias }),
  });
}

function normSizes(config: Config, { dModel }: ModelShape) {
  return { width: dModel, epsilon: config.positive('rms_norm_eps', DEFAULTS.rms_norm_eps) };
}
