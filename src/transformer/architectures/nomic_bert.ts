// Nomic BERT. Nussbaum et al. 2024, "Nomic Embed", https://arxiv.org/abs/2402.01613, §3: BERT with rotary positions in place of
// the table, a gated MLP with SiLU, and no biases in the maps; what stands around them is BERT's. Its files on the hub have
// names and keys of their own (flash-attention's), and queries, keys and values in one map; transformers writes Llama's.
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Config } from '../../checkpoint/config.ts';
import type { Graph, Value } from '../../onnx/graph.ts';
import type { Architecture, ModelShape } from '../architecture.ts';
import { encoderWords, type HeadNames, maskedHead } from '../bertFamily.ts';
import { ACTIVATION_NAMES, type ActivationName } from '../layers/activations.ts';
import { type Block, beginBlock } from '../layers/block.ts';
import { groupedQueryAttention } from '../layers/groupedQueryAttention.ts';
import { joinedAttention } from '../layers/joinedAttention.ts';
import { gatedMlp } from '../layers/mlp.ts';
import { postNormBlock } from '../layers/postNormBlock.ts';
import { rotaryOf } from '../layers/ropeScaling.ts';
import { sizesOf, uniformLayers } from '../layers/sizes.ts';
import { tokenRows } from '../layers/tokenTables.ts';
import { Weights } from '../layers/weights.ts';

export const nomic_bert: Architecture = { shape, embed, block, unembed };

/** The keys of the hub's files. */
const OTHER_NAMES = {
  n_embd: 'hidden_size',
  n_head: 'num_attention_heads',
  n_layer: 'num_hidden_layers',
  n_inner: 'intermediate_size',
  n_positions: 'max_position_embeddings',
  rotary_emb_base: 'rope_theta',
  rotary_emb_fraction: 'partial_rotary_factor',
  layer_norm_epsilon: 'layer_norm_eps',
};
/** Those of NomicBertConfig. */
const DEFAULTS = {
  vocab_size: 30_528,
  hidden_size: 768,
  num_hidden_layers: 12,
  num_attention_heads: 12,
  intermediate_size: 3072,
  max_position_embeddings: 2048,
};
const HEAD: HeadNames = {
  dense: 'cls.predictions.transform.dense',
  norm: 'cls.predictions.transform.layer_norm',
  table: 'cls.predictions.decoder.weight',
  biases: ['cls.predictions.decoder.bias', 'cls.predictions.bias'],
};

interface Names {
  readonly base: string;
  readonly list: string;
  readonly embeddingNorm: string;
  readonly attentionNorm: string;
  readonly mlpNorm: string;
  readonly mlp: { readonly gate: string; readonly up: string; readonly down: string };
}
const OF_TRANSFORMERS: Omit<Names, 'base'> = {
  list: 'layers',
  embeddingNorm: 'embeddings.LayerNorm',
  attentionNorm: 'post_attention_layernorm',
  mlpNorm: 'post_mlp_layernorm',
  mlp: { gate: 'mlp.gate_proj', up: 'mlp.up_proj', down: 'mlp.down_proj' },
};
const OF_HUB: Omit<Names, 'base'> = {
  list: 'encoder.layers',
  embeddingNorm: 'emb_ln',
  attentionNorm: 'norm1',
  mlpNorm: 'norm2',
  mlp: { gate: 'mlp.fc12', up: 'mlp.fc11', down: 'mlp.fc2' },
};

function isOfHub({ tensors }: Checkpoint): boolean {
  return [...tensors.keys()].some((name) => name.endsWith('emb_ln.weight'));
}

function namesOf(checkpoint: Checkpoint): Names {
  const base = ['nomic_bert.', 'bert.'].find((name) =>
    [...checkpoint.tensors.keys()].some((key) => key.startsWith(name)),
  );
  return { base: base ?? '', ...(isOfHub(checkpoint) ? OF_HUB : OF_TRANSFORMERS) };
}

function configOf({ config }: Checkpoint): Config {
  return config.withNames(OTHER_NAMES);
}

/** What flash-attention's BERT can also be is refused. */
function shape(checkpoint: Checkpoint): ModelShape {
  const config = configOf(checkpoint);
  for (const [key, only] of [
    ['prenorm', false],
    ['parallel_block', false],
    ['use_rms_norm', false],
    ['rotary_emb_interleaved', false],
    ['qkv_proj_bias', false],
    ['mlp_fc1_bias', false],
    ['mlp_fc2_bias', false],
    ['causal', false],
  ] as const)
    config.mustBe(key, only);
  config.mustBeAbsent('rotary_scaling_factor');
  config.mustBeAbsent('num_experts');
  const sizes = sizesOf(config, DEFAULTS);
  const attentionPatterns = uniformLayers(sizes.layers, { rotary: rotaryOf(config, sizes, { theta: 1000 }) });
  return { ...sizes, gatedMlp: true, learnedPositions: false, attentionPatterns, ...encoderWords(checkpoint, HEAD) };
}

function tablesOf({ base }: Names) {
  return { base, rows: 'embeddings.word_embeddings.weight', head: HEAD.table, tied: true };
}

function embed(g: Graph, checkpoint: Checkpoint, shape: ModelShape): void {
  const names = namesOf(checkpoint);
  const config = configOf(checkpoint);
  const w = Weights.under(names.base, g, checkpoint);
  const meaning = tokenRows(g, checkpoint, shape, tablesOf(names))(g.input('ids', 'int64', ['n'])); // [n, d]
  const types = config.count('type_vocab_size', 2);
  const segment = () => w.row('embeddings.token_type_embeddings.weight', [types, shape.dModel], 0);
  const all = types > 0 ? g.add(meaning, segment()) : meaning;
  g.output('residual', w.layerNorm(all, names.embeddingNorm, norm(config, shape)), ['n', shape.dModel]);
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number): void {
  const names = namesOf(checkpoint);
  const block = beginBlock(g, { checkpoint, shape, layer, base: names.base, list: names.list });
  const config = configOf(checkpoint);
  const mlp = { inner: shape.inner, activation: mlpActivation(config), bias: false };
  postNormBlock(block, {
    attentionNorm: (x) => block.w.layerNorm(x, names.attentionNorm, norm(config, shape)),
    attention: (x) => attention(block, x, isOfHub(checkpoint)),
    mlpNorm: (x) => block.w.layerNorm(x, names.mlpNorm, norm(config, shape)),
    mlp: (x) => gatedMlp(block, x, mlp, names.mlp),
  });
}

function attention(block: Block, x: Value, isJoined: boolean): Value {
  if (!isJoined) return groupedQueryAttention(block, x, { bias: false });
  return joinedAttention(block, x, { names: { joined: 'attn.Wqkv', output: 'attn.out_proj' }, bias: false, blocks: 1 });
}

function unembed(g: Graph, checkpoint: Checkpoint, shape: ModelShape): void {
  const config = configOf(checkpoint);
  maskedHead(g, checkpoint, shape, {
    names: HEAD,
    activation: mlpActivation(config),
    norm: norm(config, shape),
    tables: tablesOf(namesOf(checkpoint)),
  });
}

/** swiglu is what the hub's files call a gate with SiLU; the head, which has no gate, then has SiLU. */
function mlpActivation(config: Config): ActivationName {
  if (!config.has('activation_function')) return config.choice('hidden_act', ACTIVATION_NAMES, 'silu');
  config.choice('activation_function', ['swiglu'], 'swiglu');
  return 'silu';
}

function norm(config: Config, { dModel }: ModelShape) {
  return { width: dModel, epsilon: config.positive('layer_norm_eps', 1e-12) };
}
