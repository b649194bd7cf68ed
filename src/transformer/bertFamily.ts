// What BERT and its relatives have in common. Devlin et al. 2019, "BERT: Pre-training of Deep Bidirectional Transformers for
// Language Understanding", https://arxiv.org/abs/1810.04805:
//   x_0 = norm(W_e[ids] + W_p[positions] + W_t[0])
//   x' = norm(x + attention(x)), then norm(x' + W_2 gelu(W_1 x')), for each block
//   logits = W_e norm(gelu(W x_L)) + b
// The first Transformer's encoder: no mask keeps a token from seeing what stands behind it, so the model cannot be asked
// what comes next. It was asked what stands behind a mask ([MASK]), from both sides. W_t tells a first text from a second
// one; a single text is all of the first kind. Each relative's own file says where it differs, and its names.

import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import type { Config } from '../checkpoint/config.ts';
import type { Graph, Value } from '../onnx/graph.ts';
import type { Architecture, ModelShape } from './architecture.ts';
import { ACTIVATION_NAMES, ACTIVATIONS, type ActivationName } from './layers/activations.ts';
import { beginBlock } from './layers/block.ts';
import { groupedQueryAttention, type MapNames } from './layers/groupedQueryAttention.ts';
import { plainMlp } from './layers/mlp.ts';
import { postNormBlock } from './layers/postNormBlock.ts';
import { uniformLayers } from './layers/sizes.ts';
import { headTable, tokenRows } from './layers/tokenTables.ts';
import { unembedding, withoutHead } from './layers/unembedding.ts';
import { type NormOptions, Weights } from './layers/weights.ts';

export interface BertLayout {
  /** The prefix of all names but the head's. */
  readonly base: string;
  /** Where the blocks are: 'encoder.layer'. */
  readonly list: string;
  readonly attention: MapNames;
  readonly attentionNorm: string;
  readonly mlp: { readonly up: string; readonly down: string };
  readonly mlpNorm: string;
  readonly head: HeadNames;
  readonly epsilon: (config: Config) => number;
  readonly activation: (config: Config) => ActivationName;
  /** That of the head; as in the blocks where it is not said. */
  readonly headActivation?: ActivationName;
  /** The row of the table of positions that each token has; its own place where it is not said. Both [n] */
  readonly rowsOfPositions?: (
    g: Graph,
    config: Config,
    tokens: { readonly ids: Value; readonly positions: Value },
  ) => Value;
  /** Rows of the table of positions beside those of the context. */
  readonly spareRows?: (config: Config) => number;
}

/** The head of a masked language model: a map, an activation, a norm, and the table with a bias. */
export interface HeadNames {
  readonly dense: string;
  readonly norm: string;
  readonly table: string;
  /** The first that is there counts; they are one and the same where the table is tied, and the first is used where not. */
  readonly biases: readonly string[];
}

/** What every relative's shape says besides its sizes. */
export function encoderShape(
  checkpoint: Checkpoint,
  sizes: Omit<ModelShape, 'attentionPatterns' | 'gatedMlp' | 'learnedPositions'>,
  head: HeadNames,
): ModelShape {
  const attentionPatterns = uniformLayers(sizes.layers, {});
  return { ...sizes, gatedMlp: false, learnedPositions: true, attentionPatterns, ...encoderWords(checkpoint, head) };
}

/** Files of the bare model, as embedding models are published, have no head. */
export function encoderWords(
  { config, tensors }: Checkpoint,
  head: HeadNames,
): Pick<ModelShape, 'normedEmbedding' | 'bidirectional' | 'predicts' | 'headless'> {
  config.mustBe('is_decoder', false);
  const isThere = [...tensors.keys()].some((name) => name.endsWith(`${head.dense}.weight`));
  return {
    normedEmbedding: true,
    bidirectional: true,
    ...(isThere ? { predicts: 'masked' } : { predicts: 'nothing', headless: true }),
  };
}

/** Whether a table tells a first text from a second one. GGUF files need not have it. */
export function hasSegments({ config }: Checkpoint): boolean {
  return config.count('type_vocab_size', 2) > 0;
}

export function bertFamily(layout: BertLayout): Pick<Architecture, 'embed' | 'block' | 'unembed'> {
  return {
    embed: (g, checkpoint, shape) => embed(g, checkpoint, shape, layout),
    block: (g, checkpoint, shape, layer) => block(g, checkpoint, shape, layer, layout),
    unembed: (g, checkpoint, shape) =>
      maskedHead(g, checkpoint, shape, {
        names: layout.head,
        activation: layout.headActivation ?? layout.activation(checkpoint.config),
        norm: { width: shape.dModel, epsilon: layout.epsilon(checkpoint.config) },
        tables: tablesOf(layout),
      }),
  };
}

function tablesOf({ base, head }: BertLayout) {
  return { base, rows: 'embeddings.word_embeddings.weight', head: head.table, tied: true };
}

/**
 * Outputs `token_embedding`, `position_embedding`, where there are segments `segment_embedding`, and `residual`, which is the
 * norm of their sum.
 */
function embed(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layout: BertLayout): void {
  const { config } = checkpoint;
  const { dModel, context } = shape;
  const w = Weights.under(layout.base, g, checkpoint).in('embeddings.');
  const ids = g.input('ids', 'int64', ['n']);
  const positions = g.input('positions', 'int64', ['n']);
  const meaning = tokenRows(g, checkpoint, shape, tablesOf(layout))(ids); // [n, d]
  const rows = layout.rowsOfPositions?.(g, config, { ids, positions }) ?? positions;
  const table = [context + (layout.spareRows?.(config) ?? 0), dModel] as const;
  const position = w.rows('position_embeddings.weight', table, rows); // [n, d]
  const sum = g.add(meaning, position);
  const types = [config.count('type_vocab_size', 2), dModel] as const;
  /** A text is one text: all of it is of the first segment. */
  const segment = shape.segments ? w.row('token_type_embeddings.weight', types, 0) : undefined; // [d]
  const all = segment ? g.add(sum, segment) : sum;
  if (segment) g.output('segment_embedding', g.same(segment), [dModel]);
  g.output('token_embedding', meaning, ['n', dModel]);
  g.output('position_embedding', position, ['n', dModel]);
  const norm = { width: dModel, epsilon: layout.epsilon(config) };
  g.output('residual', w.layerNorm(all, 'LayerNorm', norm), ['n', dModel]);
}

function block(g: Graph, checkpoint: Checkpoint, shape: ModelShape, layer: number, layout: BertLayout): void {
  const { config } = checkpoint;
  const block = beginBlock(g, { checkpoint, shape, layer, base: layout.base, list: layout.list });
  const norm = { width: shape.dModel, epsilon: layout.epsilon(config) };
  const sizes = { inner: shape.inner, activation: layout.activation(config), bias: true };
  postNormBlock(block, {
    attentionNorm: (x) => block.w.layerNorm(x, layout.attentionNorm, norm),
    attention: (x) => groupedQueryAttention(block, x, { bias: true, names: layout.attention }),
    mlpNorm: (x) => block.w.layerNorm(x, layout.mlpNorm, norm),
    mlp: (x) => plainMlp(block, x, sizes, layout.mlp),
  });
}

export interface MaskedHead {
  readonly names: HeadNames;
  readonly activation: ActivationName;
  readonly norm: NormOptions;
  readonly tables: Parameters<typeof headTable>[3];
  /** What stands before the head; nothing where it is not said. [n, d] → [n, d] */
  readonly finalNorm?: (residual: Value) => Value;
  /** Whether the head's own map and norm, and the table, have biases; all do where it is not said. */
  readonly biases?: { readonly dense: boolean; readonly norm: boolean; readonly table: boolean };
}

/** logits = W_e norm(act(W x)) + b. Without a head what the last block left is all. [n, d] → [n, vocabulary] */
export function maskedHead(g: Graph, checkpoint: Checkpoint, shape: ModelShape, head: MaskedHead): void {
  const { finalNorm = (residual) => g.same(residual) } = head;
  if (shape.headless) {
    withoutHead(g, shape, finalNorm);
    return;
  }
  const { names, activation, biases = { dense: true, norm: true, table: true } } = head;
  const w = Weights.under('', g, checkpoint);
  const dense = { from: shape.dModel, to: shape.dModel, bias: biases.dense };
  const bias = names.biases.find((name) => w.has(name)) ?? names.biases[0];
  unembedding(g, shape, {
    norm: finalNorm,
    transform: (normed) => {
      const active = ACTIVATIONS[activation](g, w.linear(normed, names.dense, dense));
      return w[biases.norm ? 'layerNorm' : 'layerNormWithoutBias'](active, names.norm, head.norm);
    },
    table: headTable(g, checkpoint, shape, head.tables),
    ...(biases.table && { bias: w.tensor(bias, [shape.vocabSize]) }),
  });
}

/** The activation by its usual key. */
export function bertActivation(config: Config): ActivationName {
  return config.choice('hidden_act', ACTIVATION_NAMES, 'gelu');
}
